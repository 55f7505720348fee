import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { press } from "../testing/controls.ts";
import { json, problem } from "../testing/server.ts";
import { blank, connection, field, hoursAgo, open, paste, path, rules, saved, serve } from "./testing.tsx";

let server: ReturnType<typeof serve>;
beforeEach(() => {
  server = serve();
});

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
    expect(server.patches()).toMatchObject([
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
    expect(server.patches()).toEqual([]);
  });

  it("says at once what was pasted by mistake, and lets the server decide", async () => {
    server.answer("PATCH connections/con_1", () => json(200, blank));
    await open(path);
    await paste("Client ID", "8c1f2a44-11d2-4c1f-9a50-53b0c9c407be");
    screen.getByText("This looks like the ID of a Microsoft application");
    await paste("Client secret", "y");
    await press("Save draft");
    await screen.findByText("Saved.");
    expect(server.patches()[0]?.body).toMatchObject({ clientId: "8c1f2a44-11d2-4c1f-9a50-53b0c9c407be" });
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
    expect(server.patches()[0]?.body).toMatchObject({ lockedTo: ["gmail.com"] });
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
    expect(server.patches()).toEqual([]);
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
    expect(server.patches().map((one) => one.body)).toEqual([{ lockedTo: [], confirm: "Acme" }]);
  });

  it("with nothing new it goes straight to the test", async () => {
    await open(path);
    await press("Save and test");
    await waitFor(() => expect(location.pathname).toBe(`${path}/test`));
    expect(server.patches()).toEqual([]);
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
    expect(server.patches().map(({ ifMatch }) => ifMatch)).toEqual(['"7"', '"8"']);
    expect(server.patches()[1]?.body).toEqual({ label: "Work" });
  });

  it("the day on which the secret ends changes without a new secret", async () => {
    server.answer("PATCH connections/con_1", () => json(200, connection));
    await open(path);
    await userEvent.type(await field("Secret expires on (optional)"), "2027-03-01");
    await press("Save draft");
    await waitFor(() => expect(server.patches()[0]?.body).toEqual({ secretExpiresAt: "2027-03-01T00:00:00Z" }));
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
