import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type { components } from "../api/schema.gen.ts";
import { builtInRoles, open, serve, tom } from "../shell/testing.tsx";
import { press } from "../testing/controls.ts";
import { json, problem } from "../testing/server.ts";
import { pathOf, valuesOf } from "./rule-text.ts";

type Rules = components["schemas"]["RoleRules"];
type Rule = components["schemas"]["RoleRule"];

const desk: Rule = {
  id: "rul_1",
  source: "claim",
  path: ["groups"],
  op: "contains",
  values: ["Support-EU"],
  role: "agent",
};
const domain: Rule = { id: "rul_2", source: "email_domain", op: "one_of", values: ["acme.example"], role: "agent" };
const saved = (more: Partial<Rules> = {}): Rules => ({
  mode: "automatic",
  rules: [desk, domain],
  otherwise: "keep",
  warnings: [],
  groupsUnsent: [],
  changedBy: "Ana Ruiz",
  etag: '"2"',
  ...more,
});

let server: ReturnType<typeof serve>;
const rules = (more: Partial<Rules> = {}) => {
  server.answers["GET role-rules"] = () => json(200, saved(more));
};
beforeEach(() => {
  server = serve({});
  server.answers["GET roles"] = () => json(200, { items: builtInRoles, most: 50 });
  server.answers["GET role-drift"] = () => json(200, { items: [], total: 0 });
  server.answers["GET role-choices"] = () => json(200, { items: [] });
  rules();
});

const sent = () => server.asked("PUT role-rules")[0];

describe("rules for roles", () => {
  it("are read aloud, with what is odd about them", async () => {
    rules({ warnings: [{ rule: 2, code: "shadowed" }], groupsUnsent: [{ connectionId: "con_1", people: 3 }] });
    await open("/roles");
    await screen.findByText(/If groups has Support-EU in it, the role is Agent\./);
    screen.getByText(/If the person's e-mail address is at acme\.example, the role is Agent\./);
    screen.getByText(/^A rule above matches the same people first/);
    screen.getByText(/did not send the groups of 3 people/);
  });

  it("are put in another order, and saved as a whole from what was read", async () => {
    server.answers["PUT role-rules"] = () => json(200, saved());
    await open("/roles");
    await press("Move down Rule 1:");
    await press("Save the rules");
    await waitFor(() => expect(sent()?.body).toEqual({ mode: "automatic", rules: [domain, desk], otherwise: "keep" }));
    expect(sent()?.ifMatch).toBe('"2"');
    await screen.findByText("The rules are saved.");
  });

  it("are added from a form that says what is missing", async () => {
    rules({ rules: [] });
    server.answers["PUT role-rules"] = () => json(200, saved());
    await open("/roles");
    await press("Add a rule");
    const form = within(await screen.findByRole("dialog", { name: "Add a rule" }));
    await userEvent.click(form.getByRole("button", { name: "Use this rule" }));
    expect(form.getAllByText("Fill in this field.").length).toBe(2);
    await userEvent.type(form.getByLabelText("Claim"), "realm_access.roles");
    form.getByText(/Looked for at/);
    await userEvent.type(form.getByLabelText("Values"), "support ");
    await userEvent.click(form.getByRole("button", { name: "Use this rule" }));
    await press("Save the rules");
    await waitFor(() =>
      expect(sent()?.body).toEqual({
        mode: "automatic",
        rules: [
          { source: "claim", path: ["realm_access", "roles"], op: "contains", values: ["support"], role: "agent" },
        ],
        otherwise: "keep",
      }),
    );
  });

  it.each([
    [[["team.role"]], ["team.role"], true],
    [[["team", "role"]], ["team", "role"], false],
    [[["team", "role"], ["team.role"]], ["team.role"], true],
    [[], ["team", "role"], false],
  ])("try the whole text as one name first, with the claims of the last test: %j", async (paths, path, checked) => {
    rules({ rules: [] });
    const connection = { connectionId: "con_1", provider: "microsoft", label: null, choices: [], etag: '"1"' };
    server.answers["GET role-choices"] = () => json(200, { items: [connection] });
    server.answers["PUT role-rules"] = () => json(200, saved());
    server.answers["POST role-rules/preview"] = () =>
      json(200, {
        warnings: [],
        account: {
          fit: "no",
          rule: 0,
          refused: false,
          steps: [],
          claims: paths.map((one) => ({ path: one, values: ["x"], alone: true })),
        },
      });
    await open("/roles");
    await press("Add a rule");
    const form = within(await screen.findByRole("dialog", { name: "Add a rule" }));
    await userEvent.type(form.getByLabelText("Claim"), "team.role");
    const one = await form.findByLabelText("The dots are part of one name");
    if (paths.length > 0) await form.findByText("As the last test has it.");
    expect(one).toHaveProperty("checked", checked);
    await userEvent.type(form.getByLabelText("Values"), "support");
    await userEvent.click(form.getByRole("button", { name: "Use this rule" }));
    await press("Save the rules");
    await waitFor(() => expect(sent()?.body).toMatchObject({ rules: [{ path }] }));
  });

  it("keep a name with dots when the rule is changed, unless one says otherwise", async () => {
    rules({ rules: [{ ...desk, path: ["team.role"] }] });
    server.answers["PUT role-rules"] = () => json(200, saved());
    await open("/roles");
    await press("Change Rule 1:");
    const form = within(await screen.findByRole("dialog", { name: "Change the rule" }));
    expect(form.getByLabelText("The dots are part of one name")).toHaveProperty("checked", true);
    await userEvent.clear(form.getByLabelText("Values"));
    await userEvent.type(form.getByLabelText("Values"), "other");
    await userEvent.click(form.getByRole("button", { name: "Use this rule" }));
    await press("Save the rules");
    await waitFor(() => expect(sent()?.body).toMatchObject({ rules: [{ path: ["team.role"], values: ["other"] }] }));
  });

  it("that make super admins are confirmed twice", async () => {
    server.answers["PUT role-rules"] = () => json(200, saved());
    await open("/roles");
    await press("Change Rule 1:");
    const form = within(await screen.findByRole("dialog", { name: "Change the rule" }));
    await userEvent.selectOptions(form.getByLabelText("Role"), "super_admin");
    await userEvent.click(form.getByLabelText(/^Everyone this rule matches becomes a super admin/));
    await userEvent.click(form.getByRole("button", { name: "Use this rule" }));
    await press("Save the rules");
    const question = within(await screen.findByRole("dialog", { name: "Make super admins by a rule?" }));
    expect(sent()).toBeUndefined();
    await userEvent.click(question.getByRole("button", { name: "Save, and make super admins" }));
    await waitFor(() =>
      expect(sent()?.body).toMatchObject({ confirmSuperAdmin: true, rules: [{ superAdmin: true }, {}] }),
    );
  });

  it("are tried on everyone before they are saved", async () => {
    server.answers["POST role-rules/preview"] = () =>
      json(200, {
        warnings: [{ rule: 1, code: "not_a_group_id" }],
        people: {
          people: 4,
          unknown: 2,
          changes: 1,
          refused: 0,
          fits: [1, 0],
          items: [
            { userId: tom.id, name: "Tom Berg", email: "t@x.example", role: "agent", said: "super_admin", rule: 1 },
          ],
        },
      });
    await open("/roles");
    await press("Try the rules");
    const dialog = within(await screen.findByRole("dialog", { name: "What the rules would do" }));
    await userEvent.click(dialog.getByRole("button", { name: "Try" }));
    await dialog.findByText("1 person gets another role at their next sign-in.");
    dialog.getByText("Tom Berg: Agent becomes Super admin");
    dialog.getByText(/^Microsoft sends the IDs of groups/);
    server.answers["POST role-rules/preview"] = () =>
      problem(422, "validation_failed", { errors: [{ pointer: "/claims", code: "format" }] });
    await userEvent.click(dialog.getByLabelText("Claims that I paste"));
    await userEvent.click(dialog.getByRole("button", { name: "Try" }));
    await dialog.findByText("This is not a JSON object.");
  });
});

describe("what rules would do to many", () => {
  it("names twenty people, each with their address, and says how many others there are", async () => {
    const items = Array.from({ length: 25 }, (_, n) => ({
      userId: `usr_${n}`,
      name: "Alex Kim",
      email: `alex.${n}@acme.example`,
      role: "agent",
      said: "super_admin",
      rule: 1,
    }));
    server.answers["POST role-rules/preview"] = () =>
      json(200, { warnings: [], people: { people: 1500, unknown: 0, changes: 1200, refused: 3, fits: [1200], items } });
    await open("/roles");
    await press("Try the rules");
    const dialog = within(await screen.findByRole("dialog", { name: "What the rules would do" }));
    await userEvent.click(dialog.getByRole("button", { name: "Try" }));
    await dialog.findByText("1,200 people get another role at their next sign-in.");
    dialog.getByText("alex.19@acme.example");
    expect(dialog.queryByText("alex.20@acme.example")).toBeNull();
    dialog.getByText("and 1,183 more");
  });
});

describe("roles that differ from the rules", () => {
  it("are accepted or kept", async () => {
    server.answers["GET role-drift"] = () =>
      json(200, {
        items: [
          {
            userId: tom.id,
            name: "Tom Berg",
            email: "t@x.example",
            role: "agent",
            said: "super_admin",
            rule: 1,
            held: "manual",
          },
        ],
        total: 1,
      });
    server.answers["POST role-drift"] = () => new Response(null, { status: 204 });
    await open("/roles");
    await press("Accept Tom Berg");
    await screen.findByText("Done for Tom Berg.");
    expect(server.asked("POST role-drift")[0]?.body).toEqual({
      userId: tom.id,
      said: "super_admin",
      decision: "accept",
    });
  });
});

describe("the role of a person", () => {
  it("says which rule set it, and is closed where the provider wins", async () => {
    const came = {
      source: "rule",
      rule: 3,
      at: "2026-11-09T07:04:00Z",
      locked: true,
      untilSignIn: false,
      groupsUnsent: false,
    };
    server.answers[`GET users/${tom.id}`] = () => json(200, { ...tom, roleCame: came });
    await open(`/users?id=${tom.id}`);
    await screen.findByText(/Set by rule 3 at the sign-in of .*07:04.*The provider always wins/);
    expect((screen.getByLabelText("Role") as HTMLSelectElement).disabled).toBe(true);
  });

  it("is open where no rule gave one yet, and says until when it holds", async () => {
    const came = { source: "manual", locked: false, untilSignIn: true, groupsUnsent: false };
    server.answers[`GET users/${tom.id}`] = () => json(200, { ...tom, roleCame: came });
    await open(`/users?id=${tom.id}`);
    await screen.findByText(/rules may give another role at the next sign-in/);
    expect((screen.getByLabelText("Role") as HTMLSelectElement).disabled).toBe(false);
  });
});

describe("what is typed", () => {
  it.each<[string, string[]]>([
    ["groups", ["groups"]],
    ["realm_access.roles", ["realm_access", "roles"]],
    ["https://acme.example/roles", ["https://acme.example/roles"]],
    ["a › b", ["a", "b"]],
    [" ", []],
  ])("leads to a claim: %s", (typed, path) => expect(pathOf(typed)).toEqual(path));

  it("is a value a line, each once", () => expect(valuesOf(" a\nb\n\na ")).toEqual(["a", "b"]));
});
