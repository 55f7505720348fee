import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { open, serve, tom } from "../shell/testing.tsx";
import { press } from "../testing/controls.ts";
import { json, problem } from "../testing/server.ts";

const one = `users/${tom.id}` as const;
let server: ReturnType<typeof serve>;
beforeEach(() => {
  server = serve({
    "GET users": () => json(200, { items: [tom], next: "page2", total: 62 }),
    [`GET ${one}`]: () => json(200, tom),
  });
});

const person = () => open(`/users?id=${tom.id}`);
const confirm = async (name: string) =>
  userEvent.click(within(await screen.findByRole("dialog")).getByRole("button", { name }));

describe("the list of people (S12)", () => {
  it("shows role, status, accounts with the flag of another e-mail, last sign-in", async () => {
    await open("/users");
    const row = (await screen.findByRole("link", { name: "Tom Berg" })).closest("tr") as HTMLElement;
    for (const text of ["tom@acme.example", "Agent", "Active", "Different e-mail", "Partner login"])
      within(row).getByText(text);
    expect(row.textContent).toContain("Partner login, 3 August 2026");
    screen.getByText("People: 1 to 1 of 62");
  });

  it("asks for what the address says, and turns pages", async () => {
    await open("/users?search=to&filter=exempt&sort=-email");
    await screen.findByRole("link", { name: "Tom Berg" });
    const query = { search: "to", filter: "exempt", sort: "-email", limit: "25" };
    expect(server.asked("GET users").at(-1)?.query).toEqual(query);
    await press("Next");
    await waitFor(() => expect(server.asked("GET users").at(-1)?.query).toEqual({ ...query, cursor: "page2" }));
  });

  it("sorts by a column, and the other way round at the second click", async () => {
    await open("/users");
    await press("Sort by Name");
    expect(location.search).toBe("?sort=-name");
    const sorted = () => screen.getAllByRole("columnheader").map((head) => head.getAttribute("aria-sort"));
    expect(sorted()).toEqual(["descending", null, null, null, null, null]);
    await press("Sort by E-mail");
    expect(location.search).toBe("?sort=email");
    expect(sorted()).toEqual([null, "ascending", null, null, null, null]);
    await press("Sort by Last sign-in");
    expect(location.search).toBe("?sort=-last_sign_in");
  });

  it("is narrowed by status, role and connection, and reads addresses from before", async () => {
    await open("/users?filter=super_admins");
    await screen.findByRole("link", { name: "Tom Berg" });
    expect(server.asked("GET users").at(-1)?.query).toMatchObject({ role: "super_admin" });
    await userEvent.selectOptions(screen.getByLabelText("Status"), "Deactivated");
    expect(location.search).toBe("?state=inactive&role=super_admin");
  });

  it("does not say how many very many are", async () => {
    server.answers["GET users"] = () => json(200, { items: [tom], next: "page2", total: null });
    await open("/users");
    await screen.findByText("People: 1 to 1 of more than 1,000");
  });

  it("says that nobody fits, and shows everybody again", async () => {
    server.answers["GET users"] = () => json(200, { items: [], next: null, total: 0 });
    await open("/users?search=nobody");
    await screen.findByRole("heading", { name: "No one matches" });
    await press("Show everyone");
    expect(location.search).toBe("");
  });

  it("says inside the card that it did not come, and tries again", async () => {
    server.answers["GET users"] = () => problem(503, "busy");
    await open("/users");
    await screen.findByRole("alert");
    server.answers["GET users"] = () => json(200, { items: [tom], next: null, total: 1 });
    await press("Try again");
    await screen.findByRole("link", { name: "Tom Berg" });
  });
});

describe("many people at once", () => {
  const changes = "POST user-bulk-changes";
  const id = `ubc_${"b".repeat(22)}`;
  const running = {
    id,
    action: "deactivate",
    role: null,
    state: "running",
    people: 62,
    done: 25,
    changed: 24,
    leftAlone: [{ code: "yourself", people: 1 }],
    createdAt: "2026-11-09T08:00:00Z",
    endedAt: null,
  };
  beforeEach(() => {
    server.answers[changes] = ({ query }: { query: Record<string, string> }) =>
      query.dryRun
        ? json(200, { people: 62, changes: 60, leftAlone: [{ code: "unchanged", people: 2 }] })
        : json(202, running);
    server.answers[`GET user-bulk-changes/${id}`] = () => json(200, running);
  });

  it("are chosen, seen in a preview, changed, and followed to the end", async () => {
    await open("/users?role=agent");
    await userEvent.click(await screen.findByLabelText("Choose Tom Berg"));
    screen.getByText("1 person chosen");
    await press("Choose everyone who matches");
    await press("Deactivate");
    const dialog = within(await screen.findByRole("dialog", { name: "Deactivate the chosen people?" }));
    await dialog.findByText("60 people change");
    dialog.getByText("2 people need no change");
    await userEvent.click(dialog.getByRole("button", { name: "Deactivate" }));
    await screen.findByRole("heading", { name: "Deactivating people" });
    expect(server.asked(changes).at(-1)?.body).toEqual({ action: "deactivate", matching: { role: "agent" } });
    expect(location.search).toBe(`?role=agent&change=${id}`);
    screen.getByText("Done: 25 of 62. Changed: 24");
    const ended = { ...running, state: "cancelled", leftAlone: [{ code: "not_done", people: 37 }] };
    server.answers[`POST user-bulk-changes/${id}/cancel`] = () => {
      server.answers[`GET user-bulk-changes/${id}`] = () => json(200, ended);
      return json(200, ended);
    };
    await press("Cancel the change");
    await screen.findByRole("heading", { name: "The change was cancelled" });
    screen.getByText("37 people were not reached");
    screen.getByRole("button", { name: "Download the report" });
    await press("Close");
    expect(location.search).toBe("?role=agent");
  });

  it("are not invited where nobody could come in: the preview says so", async () => {
    server.answers[changes] = () => problem(409, "conflict");
    await open("/users");
    await userEvent.click(await screen.findByLabelText("Choose Tom Berg"));
    await press("Invite");
    const dialog = within(await screen.findByRole("dialog", { name: "Invite the chosen people?" }));
    await dialog.findByText(/no one can be invited/);
    expect(server.asked(changes).at(-1)?.body).toEqual({ action: "invite", people: [tom.id] });
  });

  it("get a role that is no super admin's, by their ids", async () => {
    await open("/users");
    await userEvent.click(await screen.findByLabelText("Choose everyone on this page"));
    await press("Change role");
    const dialog = within(await screen.findByRole("dialog", { name: "Change the role of the chosen people?" }));
    expect(
      within(dialog.getByLabelText("Role"))
        .getAllByRole("option")
        .map(({ textContent }) => textContent),
    ).toEqual(["Agent"]);
    await dialog.findByText("60 people change");
    expect(server.asked(changes).at(-1)?.body).toEqual({ action: "set_role", people: [tom.id], role: "agent" });
  });
});

describe("one person", () => {
  it("leads to their sign-ins", async () => {
    await person();
    const link = await screen.findByRole("link", { name: "Sign-ins of this person" });
    expect(link.getAttribute("href")).toBe(`/sign-in-log?period=all&user=${tom.id}`);
  });

  it("is changed by what differs alone, as it was read", async () => {
    server.answers[`PATCH ${one}`] = () => json(200, { ...tom, name: "Thomas Berg", etag: '"4"' });
    await person();
    const name = await screen.findByLabelText("Name");
    await userEvent.clear(name);
    await userEvent.type(name, "Thomas Berg");
    await press("Save");
    await screen.findByRole("heading", { level: 1, name: "Thomas Berg" });
    expect(server.asked(`PATCH ${one}`)).toMatchObject([{ body: { name: "Thomas Berg" }, ifMatch: '"3"' }]);
  });

  it("says who saved meanwhile, keeps what was typed, and loads the changes on demand", async () => {
    server.answers[`PATCH ${one}`] = () =>
      problem(412, "config_changed", { changedBy: "Sofia Marin", changedAt: new Date().toISOString() });
    await person();
    await userEvent.type(await screen.findByLabelText("Name"), "!");
    await press("Save");
    expect((await screen.findByRole("alert")).textContent).toContain("Sofia Marin saved changes today,");
    expect((screen.getByLabelText("Name") as HTMLInputElement).value).toBe("Tom Berg!");
    server.answers[`GET ${one}`] = () => json(200, { ...tom, name: "Tomas Berg", etag: '"9"' });
    await press("Load the changes");
    await waitFor(() => expect((screen.getByLabelText("Name") as HTMLInputElement).value).toBe("Tomas Berg"));
  });

  it("puts what the server says at its field", async () => {
    const errors = [{ pointer: "/email", code: "taken" }];
    server.answers[`PATCH ${one}`] = () => problem(422, "validation_failed", { errors });
    await person();
    await userEvent.type(await screen.findByLabelText("E-mail"), "x");
    await press("Save");
    await screen.findByText("Someone here already has this address.");
  });

  it("is deactivated after the effect was named", async () => {
    server.answers[`PATCH ${one}`] = () => json(200, { ...tom, active: false, sessions: 0, etag: '"4"' });
    await person();
    await press("Deactivate");
    const dialog = await screen.findByRole("dialog", { name: "Deactivate Tom Berg?" });
    expect(dialog.textContent).toContain("is signed out everywhere");
    expect(server.asked(`PATCH ${one}`)).toEqual([]);
    await confirm("Deactivate");
    await screen.findByRole("button", { name: "Activate" });
    expect(server.asked(`PATCH ${one}`)).toMatchObject([{ body: { active: false }, ifMatch: '"3"' }]);
  });

  it("stays when nobody else could manage the organization, and the dialog says why", async () => {
    server.answers[`PATCH ${one}`] = () => problem(409, "last_super_admin");
    await person();
    await press("Deactivate");
    await confirm("Deactivate");
    const alert = await within(screen.getByRole("dialog")).findByRole("alert");
    expect(alert.textContent).toContain("No one would be left who can manage this organization.");
  });

  it("is invited, and it is seen that they have not signed in; later once more", async () => {
    const fresh = { ...tom, lastSignIn: null, identities: [] };
    server.answers["GET connections"] = () => json(200, { items: [{ status: "enabled" }], genericAllowed: false });
    server.answers["GET sign-in"] = () => json(200, { mail: true });
    server.answers[`GET ${one}`] = () => json(200, fresh);
    const invitation = { at: "2026-11-24T09:00:00Z", expiresAt: "2026-12-08T09:00:00Z", state: "open" };
    server.answers[`POST ${one}/invitation`] = () => json(200, { ...fresh, invitation });
    await person();
    await screen.findByRole("heading", { name: "Not invited" });
    await press("Invite");
    await confirm("Invite");
    await screen.findByRole("heading", { name: "Invited" });
    screen.getByText("Invited today, 09:00, has not signed in since. Open until 8 December 2026.");
    server.answers[`POST ${one}/invitation`] = () => problem(409, "conflict");
    await press("Invite again");
    await confirm("Invite");
    await within(screen.getByRole("dialog")).findByText(/something else has changed/);
  });

  it("is not invited where nobody could come in, which is said", async () => {
    const invitation = { at: "2026-11-01T09:00:00Z", expiresAt: "2026-11-15T09:00:00Z", state: "expired" };
    server.answers["GET sign-in"] = () => json(200, { mail: true });
    server.answers[`GET ${one}`] = () => json(200, { ...tom, lastSignIn: null, invitation });
    await person();
    await screen.findByText(/The address in the e-mail still works\. No provider is on/);
    expect(screen.queryByRole("button", { name: "Invite again" })).toBeNull();
  });

  it("has no open invitation while nobody can use it", async () => {
    const invitation = { at: "2026-11-24T09:00:00Z", expiresAt: "2026-12-08T09:00:00Z", state: "inactive" };
    server.answers[`GET ${one}`] = () => json(200, { ...tom, active: false, lastSignIn: null, invitation });
    await person();
    await screen.findByRole("heading", { name: "No open invitation" });
    screen.getByText(/is deactivated and can't use the invitation until you activate them\./);
    expect(screen.queryByRole("button", { name: "Invite again" })).toBeNull();
  });

  it("is exempted and disconnected, and the sessions end", async () => {
    server.answers[`PATCH ${one}`] = () => json(200, { ...tom, exempt: true, etag: '"4"' });
    server.answers[`DELETE ${one}/sessions`] = () => json(200, { ended: 2 });
    server.answers[`DELETE ${one}/identities/${tom.identities[0]?.id}`] = () => json(200, { ...tom, identities: [] });
    await person();
    await press("Exempt");
    await confirm("Exempt");
    await screen.findByRole("button", { name: "End exemption" });
    await press("End sessions");
    await confirm("End sessions");
    await screen.findByText("Sessions ended.");
    await press("Disconnect");
    await screen.findByRole("dialog", { name: "Disconnect the Partner login account of Tom Berg?" });
    await confirm("Disconnect");
    await screen.findByText(/No account is connected\./);
  });
});

describe("adding a person", () => {
  const signIn = "A".repeat(22);

  it("takes over the address of a refused attempt, and opens the person", async () => {
    server.answers[`GET sign-in-log/${signIn}`] = () => json(200, { email: "tom@acme.example", name: "Tom Berg" });
    server.answers["GET connections"] = () => json(200, { items: [{ status: "enabled" }], genericAllowed: false });
    server.answers["GET sign-in"] = () => json(200, { mail: true });
    server.answers["POST users"] = () => json(201, tom);
    await open(`/users?from=${signIn}`);
    const dialog = within(await screen.findByRole("dialog", { name: "Add a person" }));
    expect((dialog.getByLabelText("E-mail") as HTMLInputElement).value).toBe("tom@acme.example");
    expect((dialog.getByLabelText("Name") as HTMLInputElement).value).toBe("Tom Berg");
    expect(((await dialog.findByLabelText("Send an invitation")) as HTMLInputElement).checked).toBe(true);
    await userEvent.click(dialog.getByRole("button", { name: "Add" }));
    await screen.findByRole("heading", { level: 1, name: "Tom Berg" });
    expect(server.asked("POST users")[0]?.body).toEqual({
      name: "Tom Berg",
      email: "tom@acme.example",
      role: "agent",
      invite: true,
    });
    expect(location.search).toBe(`?id=${tom.id}`);
  });

  it("warns where a new person would have no sign-in method, and offers no invitation", async () => {
    server.answers["GET sign-in"] = () => json(200, { mail: true });
    await open("/users");
    await press("Add a person");
    const dialog = within(await screen.findByRole("dialog", { name: "Add a person" }));
    await dialog.findByText("No provider is on.");
    expect(dialog.queryByLabelText("Send an invitation")).toBeNull();
  });

  it("says that the address is taken", async () => {
    const errors = [{ pointer: "/email", code: "taken" }];
    server.answers["POST users"] = () => problem(422, "validation_failed", { errors });
    await open("/users");
    await press("Add a person");
    await confirm("Add");
    await screen.findByText("Someone here already has this address.");
  });
});
