import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { identities, watchLeaving } from "../security/testing.ts";
import { open, serve, tom } from "../shell/testing.tsx";
import { policy } from "../testing/rows.ts";
import { json, problem } from "../testing/server.ts";

const patch = "PATCH sign-in-policy";
const confirm = "POST /api/v1/me/reauthentication";
const own = "GET /api/v1/me/identities";

let server: ReturnType<typeof serve>;
let goTo: ReturnType<typeof watchLeaving>;
let isRecent: boolean;
/** Refuses until the person has confirmed who they are. */
const guarded = (answer: () => Response) => () => (isRecent ? answer() : problem(401, "reauth_required"));
beforeEach(() => {
  goTo = watchLeaving();
  isRecent = false;
  server = serve({
    "GET sign-in-policy": () => json(200, policy),
    [patch]: guarded(() => json(200, { ...policy, etag: '"8"' })),
    [own]: () => json(200, identities({ recentUntil: null })),
    [confirm]: () => {
      isRecent = true;
      return json(200, { recentUntil: new Date(Date.now() + 300_000).toISOString() });
    },
  });
});

const itsYou = async () => within(await screen.findByRole("dialog", { name: "Confirm it's you" }));

/** Changes one number of the policy and saves. */
async function save() {
  await open("/sso-settings/policy");
  const days = await screen.findByLabelText("Kept for, in days");
  await userEvent.clear(days);
  await userEvent.type(days, "90");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
}

describe("a change that loosens who gets in (F15)", () => {
  it("is sent again, as it was, once the person has confirmed who they are", async () => {
    await save();
    await userEvent.type((await itsYou()).getByLabelText("Password"), "correct horse{Enter}");
    await screen.findByText("The sign-in policy is saved.");
    const sent = { body: { logDays: 90 }, ifMatch: '"7"' };
    expect(server.asked(patch)).toMatchObject([sent, sent]);
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("is not made when the person closes the dialog, and nothing typed is lost", async () => {
    await save();
    await userEvent.click((await itsYou()).getByRole("button", { name: "Cancel" }));
    expect((await screen.findByRole("alert")).textContent).toContain("Confirm it's you to continue.");
    expect((screen.getByLabelText("Kept for, in days") as HTMLInputElement).value).toBe("90");
    expect(server.asked(patch)).toHaveLength(1);
    screen.getByRole("button", { name: "Save" });
  });

  it("says to people who confirm it with a provider that they make the change again", async () => {
    server.answers[own] = () => json(200, identities({ hasPassword: false, recentUntil: null }));
    server.answers["POST /api/v1/me/step-up/google"] = () => json(201, { authorizationUrl: "https://login.example/" });
    await save();
    const asked = await itsYou();
    asked.getByText("Your change here is not saved yet. Make it again when you are back.");
    await userEvent.click(asked.getByRole("button", { name: "Confirm with Google" }));
    await waitFor(() => expect(goTo).toHaveBeenCalledWith("https://login.example/"));
  });

  it("is refused where it stands when it is not known how to confirm it", async () => {
    server.answers[own] = () => problem(503, "busy");
    await save();
    expect((await screen.findByRole("alert")).textContent).toContain("Too many people at once.");
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("asks the same before passwords are allowed again", async () => {
    const remove = "DELETE sign-in-policy/requirement";
    server.answers["GET sign-in-policy"] = () =>
      json(200, { ...policy, passwordSignIn: false, ssoRequiredFrom: "2026-01-01T08:00:00Z" });
    server.answers[remove] = guarded(() => json(200, policy));
    await open("/sso-settings/policy");
    await userEvent.click(await screen.findByRole("button", { name: "Allow passwords again" }));
    const asked = within(await screen.findByRole("dialog"));
    await userEvent.click(asked.getByRole("button", { name: "Allow passwords again" }));
    await userEvent.type((await itsYou()).getByLabelText("Password"), "correct horse{Enter}");
    await screen.findByText("Passwords are allowed again.");
    expect(server.asked(remove)).toHaveLength(2);
  });

  it("leaves the first dialog, with why nothing was done, when Escape closes the second", async () => {
    server.answers[`GET users/${tom.id}`] = () => json(200, tom);
    server.answers[`PATCH users/${tom.id}`] = guarded(() => json(200, tom));
    await open(`/users?id=${tom.id}`);
    await userEvent.click(await screen.findByRole("button", { name: /^Exempt/ }));
    const first = within(await screen.findByRole("dialog"));
    await userEvent.click(first.getByRole("button", { name: /^Exempt/ }));
    await itsYou();
    await userEvent.keyboard("{Escape}");
    expect((await first.findByRole("alert")).textContent).toContain("Confirm it's you to continue.");
    await waitFor(() => expect(screen.getAllByRole("dialog")).toHaveLength(1));
    await userEvent.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("S1: asks the same before a super admin is added, and Escape closes that dialog alone", async () => {
    const add = "POST users";
    server.answers["GET users"] = () => json(200, { items: [tom], next: null, total: 1 });
    server.answers[`GET users/${tom.id}`] = () => json(200, tom);
    server.answers[add] = guarded(() => json(201, tom));
    await open("/users");
    await userEvent.click(await screen.findByRole("button", { name: "Add a person" }));
    const first = within(await screen.findByRole("dialog", { name: "Add a person" }));
    await userEvent.type(first.getByLabelText("Name"), "Tom Berg");
    await userEvent.selectOptions(first.getByLabelText("Role"), "super_admin");
    await userEvent.click(first.getByRole("button", { name: "Add" }));
    await itsYou();
    await userEvent.keyboard("{Escape}");
    expect((await first.findByRole("alert")).textContent).toContain("Confirm it's you to continue.");
    expect((first.getByLabelText("Name") as HTMLInputElement).value).toBe("Tom Berg");
    await userEvent.click(first.getByRole("button", { name: "Add" }));
    await userEvent.type((await itsYou()).getByLabelText("Password"), "correct horse{Enter}");
    await waitFor(() => expect(server.asked(add)).toHaveLength(3));
    expect(server.asked(add).at(-1)?.body).toMatchObject({ name: "Tom Berg", role: "super_admin" });
  });

  it("S1: asks the same before another person's e-mail is changed", async () => {
    const change = `PATCH users/${tom.id}` as const;
    server.answers[`GET users/${tom.id}`] = () => json(200, tom);
    server.answers[change] = guarded(() => json(200, { ...tom, email: "t@acme.example" }));
    await open(`/users?id=${tom.id}`);
    const email = await screen.findByLabelText("E-mail");
    await userEvent.clear(email);
    await userEvent.type(email, "t@acme.example{Enter}");
    await userEvent.type((await itsYou()).getByLabelText("Password"), "correct horse{Enter}");
    await waitFor(() => expect(server.asked(change)).toHaveLength(2));
    expect(server.asked(change).at(-1)).toMatchObject({ body: { email: "t@acme.example" }, ifMatch: tom.etag });
  });

  it("S1: asks the same before a domain is claimed", async () => {
    server.answers["GET domains"] = () => json(200, { items: [] });
    server.answers["POST domains"] = guarded(() => json(422, {}));
    await open("/sso-settings/domains");
    await userEvent.type(await screen.findByLabelText("Domain"), "acme.example{Enter}");
    await userEvent.type((await itsYou()).getByLabelText("Password"), "correct horse{Enter}");
    await waitFor(() => expect(server.asked("POST domains")).toHaveLength(2));
  });

  it("asks the same before somebody becomes exempt", async () => {
    const change = `PATCH users/${tom.id}` as const;
    server.answers[`GET users/${tom.id}`] = () => json(200, tom);
    server.answers[change] = guarded(() => json(200, { ...tom, exempt: true }));
    await open(`/users?id=${tom.id}`);
    await userEvent.click(await screen.findByRole("button", { name: /^Exempt/ }));
    const asked = within(await screen.findByRole("dialog"));
    await userEvent.click(asked.getByRole("button", { name: /^Exempt/ }));
    await userEvent.type((await itsYou()).getByLabelText("Password"), "correct horse{Enter}");
    await waitFor(() =>
      expect(server.asked(change)).toMatchObject([{ body: { exempt: true } }, { ifMatch: tom.etag }]),
    );
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });
});
