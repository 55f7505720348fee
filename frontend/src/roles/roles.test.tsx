import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type { components } from "../api/schema.gen.ts";
import { builtInRoles, open, serve, tom } from "../shell/testing.tsx";
import { dialog, press } from "../testing/controls.ts";
import { anybody, json, problem } from "../testing/server.ts";

type Role = components["schemas"]["Role"];

const desk: Role = {
  key: "help_desk",
  name: "Help desk",
  description: "Looks up refusals.",
  builtIn: false,
  permissions: ["log:read"],
  people: 2,
  changedAt: "2026-01-09T08:00:00Z",
  changedBy: "Ana Ruiz",
  etag: '"3"',
};

let server: ReturnType<typeof serve>;
const list = (...own: Role[]) => {
  server.answers["GET roles"] = () => json(200, { items: [...builtInRoles, ...own], most: 50 });
};
beforeEach(() => {
  server = serve({});
  server.answers["GET role-rules"] = () =>
    json(200, {
      mode: "off",
      rules: [],
      otherwise: "keep",
      warnings: [],
      groupsUnsent: [],
      changedBy: "",
      etag: '"1"',
    });
  server.answers["GET role-drift"] = () => json(200, { items: [], total: 0 });
  server.answers["GET role-choices"] = () => json(200, { items: [] });
  list(desk);
});

const row = async (name: string) =>
  within((await screen.findByText(name, { selector: "b" })).closest("tr") as HTMLElement);

describe("the list of roles", () => {
  it("says what each permits and how many people have it", async () => {
    await open("/roles");
    const own = await row("Help desk");
    for (const text of ["help_desk", "Looks up refusals.", "2 people", /^Read the sign-in log/]) own.getByText(text);
    const agent = await row("Agent");
    agent.getByText("Built in");
    agent.getByText(/^Can see nothing of the organization/);
    expect(screen.getByRole("link", { name: "Roles" }).getAttribute("aria-current")).toBe("page");
  });

  it("says what own roles are for, while there are none", async () => {
    list();
    await open("/roles");
    await screen.findByRole("heading", { name: "No roles of your own yet" });
  });

  it("says why it cannot be shown, and asks again", async () => {
    server.answers["GET roles"] = () => problem(503, "busy");
    await open("/roles");
    await screen.findByRole("alert");
    list(desk);
    await press("Try again");
    await screen.findByText("Help desk", { selector: "b" });
  });
});

describe("making a role", () => {
  it("sends what was typed and chosen", async () => {
    server.answers["POST roles"] = () => json(201, desk);
    await open("/roles");
    await press("Make a role");
    const form = await dialog("Make a role");
    await userEvent.type(form.getByLabelText("Name"), "Help desk ");
    expect(form.getByLabelText<HTMLInputElement>("Key").value).toBe("help_desk");
    await userEvent.clear(form.getByLabelText("Key"));
    await userEvent.type(form.getByLabelText("Key"), "desk");
    await userEvent.type(form.getByLabelText("Name"), "1");
    await userEvent.click(form.getByLabelText(/^Read the sign-in log/));
    await userEvent.click(form.getByRole("button", { name: "Make a role" }));
    await screen.findByText("The role Help desk was made.");
    expect(server.asked("POST roles")[0]?.body).toEqual({
      key: "desk",
      name: "Help desk 1",
      permissions: ["log:read"],
    });
  });

  it.each([
    ["Équipe d'accueil", "equipe_d_accueil"],
    ["2nd line (EU)", "nd_line_eu"],
    ["客服", ""],
  ])("suggests for %s the key %s", async (name, key) => {
    await open("/roles");
    await press("Make a role");
    const form = await dialog("Make a role");
    await userEvent.type(form.getByLabelText("Name"), name);
    expect(form.getByLabelText<HTMLInputElement>("Key").value).toBe(key);
  });

  it.each<[string, () => Response]>([
    ["Another role has this key.", () => problem(409, "role_key_taken")],
    [
      "Start with a lower-case letter, then use lower-case letters, digits, hyphens and underscores: 2 to 40 characters in all.",
      () => problem(422, "validation_failed", { errors: [{ pointer: "/key", code: "format" }] }),
    ],
  ])("says: %s", async (text, refusal) => {
    server.answers["POST roles"] = refusal;
    await open("/roles");
    await press("Make a role");
    const form = await dialog("Make a role");
    await userEvent.click(form.getByRole("button", { name: "Make a role" }));
    await form.findByText(text);
  });
});

describe("a role that is there", () => {
  it("is changed from what was read, but for its key", async () => {
    server.answers["PATCH roles/help_desk"] = () => json(200, { ...desk, name: "Desk" });
    await open("/roles");
    await press("Change Help desk");
    const form = await dialog("Change Help desk");
    expect(form.queryByLabelText("Key")).toBeNull();
    await userEvent.clear(form.getByLabelText("Name"));
    await userEvent.type(form.getByLabelText("Name"), "Desk");
    await userEvent.click(form.getByRole("button", { name: "Save" }));
    await screen.findByText("The role Desk is saved.");
    const sent = server.asked("PATCH roles/help_desk")[0];
    expect(sent?.body).toEqual({ name: "Desk", description: "Looks up refusals.", permissions: ["log:read"] });
    expect(sent?.ifMatch).toBe('"3"');
  });

  it("is not deleted while people have it", async () => {
    await open("/roles");
    await press("Delete Help desk");
    const question = await dialog("Delete Help desk?");
    question.getByText("2 people have this role, so it can't be deleted.");
    await userEvent.click(question.getByRole("button", { name: "Close" }));
    expect(server.asked("DELETE roles/help_desk")).toEqual([]);
  });

  it("is deleted after a question, and says why it could not be", async () => {
    list({ ...desk, people: 0 });
    server.answers["DELETE roles/help_desk"] = () => problem(409, "role_in_use", { people: 1 });
    await open("/roles");
    await press("Delete Help desk");
    const question = await dialog("Delete Help desk?");
    await userEvent.click(question.getByRole("button", { name: "Delete" }));
    await question.findByText("People or rules have this role. Give them another role first.");
    server.answers["DELETE roles/help_desk"] = () => new Response(null, { status: 204 });
    await userEvent.click(question.getByRole("button", { name: "Delete" }));
    await screen.findByText("The role Help desk was deleted.");
  });
});

describe("the role of a person", () => {
  it("is one of the organization's, with what it permits", async () => {
    server.answers[`GET users/${tom.id}`] = () => json(200, tom);
    server.answers[`PATCH users/${tom.id}`] = () => json(200, { ...tom, role: "help_desk", roleName: "Help desk" });
    await open(`/users?id=${tom.id}`);
    const field = await screen.findByLabelText("Role");
    await waitFor(() => within(field).getByRole("option", { name: "Help desk" }));
    await userEvent.selectOptions(field, "help_desk");
    await screen.findByText(/^Looks up refusals\. Read the sign-in log/);
    await press("Save");
    await waitFor(() => expect(server.asked(`PATCH users/${tom.id}`)[0]?.body).toEqual({ role: "help_desk" }));
  });
});

describe("somebody of an own role", () => {
  const me = (...permissions: components["schemas"]["Permission"][]) => {
    server.answers["GET /api/v1/me"] = () =>
      json(200, anybody({ role: "help_desk", roleName: "Help desk" }, permissions));
  };
  const places = () =>
    within(screen.getByRole("navigation", { name: "Main" }))
      .getAllByRole("link")
      .map((link) => link.textContent);

  it("is led to what the role may read, and asks for nothing else", async () => {
    me("users:read");
    server.answers["GET users"] = () => json(200, { items: [tom], next: null, total: 1 });
    await open("/users");
    await screen.findByRole("link", { name: "Tom Berg" });
    expect(places()).toEqual(["Users", "Home", "Edit profile", "Security Setting"]);
    screen.getByRole("heading", { name: "Help desk" });
    expect(screen.queryByRole("button", { name: "Add a person" })).toBeNull();
    expect(server.asked("GET connections")).toEqual([]);
  });

  it("sees a person and changes nothing", async () => {
    me("users:read");
    server.answers[`GET users/${tom.id}`] = () => json(200, tom);
    await open(`/users?id=${tom.id}`);
    await screen.findByText("tom@acme.example");
    for (const name of ["Save", "Deactivate", "Disconnect"]) expect(screen.queryByRole("button", { name })).toBeNull();
  });

  it.each(["/users", "/roles", "/sso-settings", "/api-keys"])(
    "finds no page at %s that the role does not permit",
    async (address) => {
      me("log:read");
      await open(address);
      await screen.findByRole("heading", { name: "This page does not exist" });
    },
  );
});

describe("roles at the first sign-in", () => {
  it("are what a connection gives and lets people choose, and never super admin", async () => {
    const choice = { connectionId: "con_1", provider: "google", label: null, choices: ["help_desk"], etag: '"2"' };
    server.answers["GET role-choices"] = () => json(200, { items: [choice] });
    server.answers["PUT role-choices/con_1"] = () => json(200, choice);
    await open("/roles");
    await press("Change the roles of Google");
    const form = await dialog("Roles with Google");
    expect(form.queryByRole("checkbox", { name: "Super admin" })).toBeNull();
    await userEvent.selectOptions(form.getByLabelText("Who chooses nothing gets"), "Help desk");
    await userEvent.click(form.getByRole("checkbox", { name: "Agent" }));
    await userEvent.click(form.getByRole("button", { name: "Save" }));
    await screen.findByText("The roles are saved.");
    expect(server.asked("PUT role-choices/con_1")).toMatchObject([
      { body: { defaultRole: "help_desk", choices: ["agent", "help_desk"] }, ifMatch: '"2"' },
    ]);
  });
});
