import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { press } from "../testing/controls.ts";
import { json, problem } from "../testing/server.ts";
import { blank, connection, hoursAgo, inDays, open, rules, serve, version } from "./testing.tsx";

const path = "/sso-settings/connections/con_1";
const saved = { ...version, state: "draft" as const, passedAt: null };

let server: ReturnType<typeof serve>;
beforeEach(() => {
  server = serve();
});

const patches = () => server.asked("PATCH connections/con_1");
const field = (name: string) => screen.findByLabelText<HTMLInputElement>(name);

/** As people do it: from the clipboard, spaces and all. */
async function paste(name: string, text: string): Promise<void> {
  await userEvent.click(await field(name));
  await userEvent.paste(text);
}

describe("a connection that has nothing yet", () => {
  beforeEach(() => server.answer("GET connections/con_1", () => json(200, blank)));

  it("shows what to copy before any credential exists, and copies it aloud (A17, A26)", async () => {
    const user = userEvent.setup();
    await open(path);
    await screen.findByRole("heading", { level: 1, name: "Set up Google" });
    for (const name of ["Redirect URI", "JavaScript origin", "App name", "Home page URL", "Scopes"])
      screen.getByRole("button", { name: `Copy ${name}` });
    await user.click(screen.getByRole("button", { name: "Copy Redirect URI" }));
    expect(await navigator.clipboard.readText()).toBe(blank.copy.redirectUri);
    expect(within(screen.getByRole("region", { name: "Messages" })).getByText("Redirect URI copied")).toBeTruthy();
    screen.getByRole("button", { name: "Copied Redirect URI" });
  });

  it("selects the value when the browser refuses to copy", async () => {
    const user = userEvent.setup();
    vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("denied"));
    await open(path);
    await user.click(await screen.findByRole("button", { name: "Copy Redirect URI" }));
    await screen.findByText("Redirect URI selected. Copy it with your keyboard.");
    expect(String(getSelection())).toBe(blank.copy.redirectUri);
  });

  it("client ID and secret are enough (A33): saved without spaces, then tested", async () => {
    server.answer("PATCH connections/con_1", () => json(200, { ...blank, draft: saved }));
    await open(path);
    await paste("Client ID", " 1-a.apps.googleusercontent.com ");
    await paste("Client secret", " GOCSPX-1");
    await press("Save and test");
    await waitFor(() => expect(location.pathname + location.search).toBe(`${path}/test?start=1`));
    expect(patches()).toMatchObject([
      { body: { clientId: "1-a.apps.googleusercontent.com", clientSecret: "GOCSPX-1" }, ifMatch: '"7"' },
    ]);
  });

  it("says what is missing in a summary that takes the focus and leads to the fields", async () => {
    await open(path);
    await press("Save and test");
    const summary = await screen.findByRole("alert");
    expect(document.activeElement).toBe(summary);
    expect(summary.textContent).toBe("Check these fieldsClient ID: Enter a valueClient secret: Enter a value");
    await userEvent.click(within(summary).getByRole("button", { name: "Client secret" }));
    expect(document.activeElement).toBe(await field("Client secret"));
    expect(patches()).toEqual([]);
  });

  it("says at once what was pasted by mistake, and lets the server decide", async () => {
    server.answer("PATCH connections/con_1", () => json(200, blank));
    await open(path);
    await paste("Client ID", "8c1f2a44-11d2-4c1f-9a50-53b0c9c407be");
    screen.getByText("This looks like the ID of a Microsoft application");
    await paste("Client secret", "y");
    await press("Save draft");
    await screen.findByText("Saved.");
    expect(patches()[0]?.body).toMatchObject({ clientId: "8c1f2a44-11d2-4c1f-9a50-53b0c9c407be" });
  });

  it("puts each refusal of the server at its field", async () => {
    const errors = [
      { pointer: "/clientSecret", code: "secret_id" },
      { pointer: "/lockedTo/0", code: "public_domain" },
    ];
    server.answer("PATCH connections/con_1", () => problem(422, "validation_failed", { errors }));
    await open(path);
    await paste("Client ID", "x");
    await paste("Client secret", "y");
    await paste("Workspace domain", "gmail.com");
    await press("Save draft");
    const summary = await screen.findByRole("alert");
    expect(summary.textContent).toContain("Client secret: This looks like the secret ID. Copy the Value instead");
    expect((await field("Workspace domain")).getAttribute("aria-invalid")).toBe("true");
    expect(patches()[0]?.body).toMatchObject({ lockedTo: ["gmail.com"] });
  });
});

describe("a connection with a version", () => {
  it("never shows the secret, but when it was saved, by whom, and its end (A22)", async () => {
    await open(path);
    const secret = await field("Client secret");
    expect([secret.value, secret.type, secret.closest(".secret") !== null]).toEqual(["", "text", true]);
    screen.getByText(/^Saved .+ by Ana Ruiz, ends in …x9Q\. It is never shown again\./);
  });

  it("another client ID needs its own secret", async () => {
    await open(path);
    await paste("Client ID", "x");
    await press("Save draft");
    expect((await screen.findByRole("alert")).textContent).toContain("Enter the client secret as well");
    expect(patches()).toEqual([]);
  });

  it("asks for the organization's name before the lock of one that is on is taken off (F15)", async () => {
    server.answer("PATCH connections/con_1", () =>
      problem(422, "validation_failed", { errors: [{ pointer: "/confirm", code: "invalid" }] }),
    );
    await open(path);
    await userEvent.clear(await field("Workspace domain"));
    await paste("Organization name, to confirm", "Acme");
    await press("Save draft");
    expect((await screen.findByRole("alert")).textContent).toContain("Type the name of the organization");
    expect(patches().map((one) => one.body)).toEqual([{ lockedTo: [], confirm: "Acme" }]);
  });

  it("with nothing new it goes straight to the test", async () => {
    await open(path);
    await press("Save and test");
    await waitFor(() => expect(location.pathname).toBe(`${path}/test`));
    expect(patches()).toEqual([]);
  });

  it("a change by somebody else is named, loaded, and loses nothing that was typed", async () => {
    server.answer("PATCH connections/con_1", () =>
      problem(412, "config_changed", { changedBy: "Omar Haddad", changedAt: hoursAgo(0) }),
    );
    await open(path);
    await paste("Account label (optional)", "Work");
    await press("Save draft");
    const notice = await screen.findByRole("alert");
    expect(notice.textContent).toMatch(/^Omar Haddad saved changes, today, \d\d:\d\d\./);
    server.answer("GET connections/con_1", () => json(200, { ...connection, lockedTo: ["new.example"], etag: '"8"' }));
    await press("Load their changes");
    await waitFor(async () => expect((await field("Workspace domain")).value).toBe("new.example"));
    expect((await field("Account label (optional)")).value).toBe("Work");
    server.answer("PATCH connections/con_1", () => json(200, { ...connection, label: "Work", etag: '"9"' }));
    await press("Save draft");
    await screen.findByText("Saved.");
    expect(patches().map(({ ifMatch }) => ifMatch)).toEqual(['"7"', '"8"']);
    expect(patches()[1]?.body).toEqual({ label: "Work" });
  });

  it("the day on which the secret ends changes without a new secret", async () => {
    server.answer("PATCH connections/con_1", () => json(200, connection));
    await open(path);
    await userEvent.type(await field("Secret expires on (optional)"), "2027-03-01");
    await press("Save draft");
    await waitFor(() => expect(patches()[0]?.body).toEqual({ secretExpiresAt: "2027-03-01T00:00:00Z" }));
  });
});

describe("the address", () => {
  it("is warned about when the server sees why it cannot work", async () => {
    server.answer("GET connections/con_1", () => json(200, { ...blank, warnings: ["not_https"] }));
    await open(path);
    await screen.findByText(/^The public address is not HTTPS\./);
  });

  it("is warned about when the browser shows another one", async () => {
    const copy = { ...blank.copy, redirectUri: "https://crm.example/api/v1/sso/callback/con_1" };
    server.answer("GET connections/con_1", () => json(200, { ...blank, copy }));
    await open(path);
    await screen.findByText(/^The redirect URI begins with https:\/\/crm\.example, your browser shows http/);
  });
});

describe("leaving with something unsaved", () => {
  it("by a link asks first, and leaves when told to", async () => {
    await open(path);
    await paste("Account label (optional)", "Work");
    await userEvent.click(screen.getByRole("link", { name: "Elsewhere" }));
    const dialog = await screen.findByRole("dialog", { name: "You have unsaved changes" });
    expect(location.pathname).toBe(path);
    await userEvent.click(within(dialog).getByRole("button", { name: "Keep editing" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect((await field("Account label (optional)")).value).toBe("Work");
    await userEvent.click(screen.getByRole("link", { name: "Cancel" }));
    await userEvent.click(await screen.findByRole("button", { name: "Leave without saving" }));
    await waitFor(() => expect(location.pathname).toBe("/sso-settings"));
  });

  it("by Back asks first: the page stands twice in the history meanwhile", async () => {
    const go = vi.spyOn(history, "go").mockImplementation(() => {});
    await open(path);
    await paste("Account label (optional)", "Work");
    window.dispatchEvent(new PopStateEvent("popstate"));
    await userEvent.click(await screen.findByRole("button", { name: "Leave without saving" }));
    expect(go).toHaveBeenCalledWith(-2);
  });

  it("by closing the tab lets the browser ask; with nothing typed nobody asks", async () => {
    await open(path);
    await field("Account label (optional)");
    const close = () => {
      const event = new Event("beforeunload", { cancelable: true });
      window.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(close()).toBe(false);
    await paste("Account label (optional)", "W");
    expect(close()).toBe(true);
    await userEvent.click(screen.getByRole("link", { name: "Elsewhere" }));
    await screen.findByRole("dialog");
  });
});

describe("versions and rotation", () => {
  const old = { ...version, id: "ver_0", number: 0, state: "retired" as const };
  const draft = { ...saved, id: "ver_2", number: 2 };
  beforeEach(() => {
    server.answer("GET connections/con_1", () => json(200, { ...connection, draft }));
    server.answer("GET connections/con_1/versions", () => json(200, { items: [draft, version, old] }));
  });

  it("go back to one that worked, in one click and a question", async () => {
    server.answer("POST connections/con_1/versions/ver_0/restore", () => json(200, connection));
    await open(path);
    await press("Go back to version 0");
    await userEvent.click(await screen.findByRole("button", { name: "Go back to this version" }));
    await screen.findByText("Version 0 is in use.");
    expect(server.asked("POST connections/con_1/versions/ver_0/restore")[0]?.ifMatch).toBe('"7"');
  });

  it("discard the draft; the one in use stays", async () => {
    server.answer("DELETE connections/con_1/draft", () => json(200, connection));
    await open(path);
    await press("Discard draft");
    const dialog = await screen.findByRole("dialog", { name: "Discard version 2?" });
    within(dialog).getByText("Sign-ins never used it. Version 1 stays in use.");
    await userEvent.click(within(dialog).getByRole("button", { name: "Discard draft" }));
    await screen.findByText("The draft was discarded.");
  });

  it("say when the old secret was last used, and end it", async () => {
    const rotation = { until: inDays(5), oldNumber: 1, oldEndsIn: "k2P", oldLastUsedAt: hoursAgo(30) };
    server.answer("GET connections/con_1", () => json(200, { ...connection, rotation }));
    server.answer("DELETE connections/con_1/fallback", () => json(200, connection));
    await open(path);
    await screen.findByText(/It ends in …k2P\. The old one was last used \w+, /);
    await press("Stop using it now");
    await screen.findByText("The old secret is no longer used.");
  });
});

describe("a new secret", () => {
  const fix = `${path}?fix=secret`;

  it.each([
    ["google", "Create a second client secret"],
    ["microsoft", "Create a new client secret"],
  ] as const)("of %s is asked for alone: the field has the focus, beside it the one step", async (kind, step) => {
    server.answer("GET connections/con_1", () => json(200, { ...connection, provider: kind, kind }));
    await open(fix);
    const secret = await screen.findByLabelText(/^Client secret/);
    await waitFor(() => expect(document.activeElement).toBe(secret));
    await screen.findByRole("heading", { name: step });
    const guide = screen.getByRole("complementary");
    expect(within(guide).queryByRole("checkbox")).toBeNull();
    expect(screen.queryByLabelText(/^(Application \(client\)|Client) ID/)).toBeNull();
    expect(screen.queryByRole("button", { name: "Copy Redirect URI" })).toBeNull();
  });

  it("is saved alone and tested", async () => {
    server.answer("PATCH connections/con_1", () => json(200, { ...connection, draft: saved }));
    await open(fix);
    await paste("Client secret", "GOCSPX-2");
    await press("Save and test");
    await waitFor(() => expect(location.pathname + location.search).toBe(`${path}/test?start=1`));
    expect(patches().map(({ body }) => body)).toEqual([{ clientSecret: "GOCSPX-2" }]);
  });

  it("stays typed when all settings are shown", async () => {
    await open(fix);
    await paste("Client secret", "GOCSPX-2");
    await press("Show all settings");
    await field("Client ID");
    expect((await field("Client secret")).value).toBe("GOCSPX-2");
    expect(location.search).toBe("");
  });
});

describe("the guide", () => {
  it("is closed for a connection that is in use, above the fields that it serves", async () => {
    await open(path);
    const steps = await screen.findByText(/^How to do this: steps 1 to/);
    expect(steps.closest("details")?.open).toBe(false);
    expect(screen.queryByRole("complementary")).toBeNull();
  });

  it("opens at the first step that is not done, and keeps the ticks for everybody with the connection", async () => {
    const tick = "PUT connections/con_1/guide/G2";
    server.answer("GET connections/con_1", () => json(200, { ...blank, guideDone: ["G1"] }));
    server.answer(tick, () => json(200, { ...blank, guideDone: ["G1", "G2"] }));
    await open(path);
    const guide = await screen.findByRole("complementary", { name: "In the Google Cloud console" });
    within(guide).getByText("Done: 1 of 7. Checked on 22 November 2026");
    await userEvent.click(within(guide).getByRole("checkbox", { name: "Step 2 done" }));
    await within(guide).findByText("Done: 2 of 7. Checked on 22 November 2026");
    expect(within(guide).getByRole("button", { name: /^3\./ }).getAttribute("aria-expanded")).toBe("true");
    expect(server.asked(tick).map(({ body }) => body)).toEqual([{ done: true }]);
  });

  it("takes a tick back that could not be kept, and says so", async () => {
    server.answer("GET connections/con_1", () => json(200, blank));
    server.answer("PUT connections/con_1/guide/G1", () => problem(503, "busy"));
    await open(path);
    await userEvent.click(await screen.findByRole("checkbox", { name: "Step 1 done" }));
    await screen.findByText("The tick could not be saved. Try again.");
    await waitFor(() => expect(screen.getByRole("checkbox", { name: "Step 1 done" })).toHaveProperty("checked", false));
  });

  it("names no day where nobody has followed it yet", async () => {
    const okta = { ...blank, provider: "okta", kind: "openid", preset: "okta" };
    server.answer("GET connections/con_1", () => json(200, okta));
    await open(path);
    await screen.findByText("Done: 0 of 6.");
  });

  it("is Microsoft's for Microsoft, without an origin to copy", async () => {
    server.answer("GET connections/con_1", () => json(200, { ...blank, provider: "microsoft", kind: "microsoft" }));
    await open(path);
    await screen.findByRole("complementary", { name: "In the Microsoft Entra admin center" });
    await field("Directory (tenant) ID");
    for (const unused of ["Copy JavaScript origin", "Copy Home page URL"])
      expect(screen.queryByRole("button", { name: unused })).toBeNull();
  });

  it("asks for Microsoft's directory once; more of them are behind a link, open where there are any", async () => {
    const entra = { ...connection, provider: "microsoft", kind: "microsoft" as const };
    const tenant = "6f1c2a34-0000-4000-8000-000000000001";
    const live = { ...version, tenant };
    const more = async () => (await screen.findByText("More directories")).closest("details")?.open;
    server.answer("GET connections/con_1", () => json(200, { ...entra, live, lockedTo: [tenant] }));
    await open(path);
    expect(await more()).toBe(false);
    cleanup();
    const another = tenant.replace(/1$/, "2");
    server.answer("GET connections/con_1", () => json(200, { ...entra, live, lockedTo: [tenant, another] }));
    await open(path);
    expect(await more()).toBe(true);
  });
});

it("a connection that is not there says so, and leads back", async () => {
  server.answer("GET connections/con_1", () => problem(404, "not_found"));
  await open(path);
  await screen.findByRole("heading", { level: 1, name: "This connection does not exist" });
  expect(document.title).toContain("This connection does not exist");
  expect(screen.getByRole("link", { name: "Back to SSO settings" }).getAttribute("href")).toBe("/sso-settings");
  expect(screen.queryByText("Loading...")).toBeNull();
});

describe("the issuer of a generic provider", () => {
  it("F5: has what few need closed, among the values to paste, and opens it where it was refused", async () => {
    const errors = [{ pointer: "/clientAuth", code: "invalid" }];
    server.answer("GET connections/con_1", () => json(200, { ...blank, provider: "acme-id", kind: "openid" }));
    server.answer("PATCH connections/con_1", () => problem(422, "validation_failed", { errors }));
    await open(path);
    const advanced = (await screen.findByText("Advanced")).closest("details");
    expect([advanced?.open, advanced?.closest("section")?.contains(await field("Client secret"))]).toEqual([
      false,
      true,
    ]);
    await paste("Issuer", "https://id.example");
    await paste("Client ID", "x");
    await paste("Client secret", "y");
    await press("Save draft");
    await screen.findByRole("alert");
    expect(advanced?.open).toBe(true);
  });

  it("F24: is cut off from a pasted discovery URL, with a word", async () => {
    const generic = { ...blank, provider: "acme-id", kind: "openid" as const, label: "Acme ID" };
    server.answer("GET connections/con_1", () => json(200, generic));
    await open(path);
    await screen.findByLabelText("Issuer");
    await paste("Issuer", " https://id.example/realms/a/.well-known/openid-configuration ");
    expect((await field("Issuer")).value).toBe("https://id.example/realms/a");
    screen.getByText("We cut off the end: the issuer is the part before /.well-known.");
    await userEvent.type(await field("Issuer"), "b");
    expect(screen.queryByText(/^We cut off the end/)).toBeNull();
  });
});

describe("groups that were not sent", () => {
  const unsent = [{ connectionId: "con_1", people: 3 }];

  it("are said, with what helps in its order", async () => {
    server.answer("GET role-rules", () => json(200, { ...rules, mode: "automatic", groupsUnsent: unsent }));
    await open(path);
    await screen.findByText("Google did not send the groups of 3 people. They keep their roles.");
    const help = screen.getByText(/more than 200/).textContent ?? "";
    const order = ["app roles", "assigned to it", "users API"].map((text) => help.indexOf(text));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order).not.toContain(-1);
  });

  it("are nobody's concern where no rule looks", async () => {
    server.answer("GET role-rules", () => json(200, { ...rules, groupsUnsent: unsent }));
    await open(path);
    await waitFor(() => expect(server.asked("GET role-rules")).toHaveLength(1));
    expect(screen.queryByText(/did not send the groups/)).toBeNull();
  });
});
