import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { me, open } from "../shell/testing.tsx";
import { dialog, press } from "../testing/controls.ts";
import { json, problem } from "../testing/server.ts";
import { google, identities, microsoft, serveSecurity, session, signIn } from "./testing.ts";

const away = "https://login.example/authorize?state=x";
const own = "/api/v1/me/identities";
const recent = { recentUntil: new Date(Date.now() + 300_000).toISOString() };

let server: ReturnType<typeof serveSecurity>;
let goTo: ReturnType<typeof vi.fn>;
beforeEach(() => {
  goTo = vi.fn();
  vi.doMock("../browser/go.ts", () => ({ go: { to: goTo, instead: vi.fn(), again: vi.fn() } }));
  server = serveSecurity();
});

const page = (query = "") => open(`/profile/security${query}`);
const has = (change: Parameters<typeof identities>[0]) => {
  server.answers[`GET ${own}`] = () => json(200, identities(change));
};
const row = async (name: string) =>
  within((await screen.findByRole("heading", { level: 3, name })).closest("li") as HTMLElement);

describe("the password (O4)", () => {
  it("says since when it is theirs, and nothing where nobody knows", async () => {
    await page();
    await screen.findByText("You can sign in with it.");
    cleanup();
    has({ passwordChangedAt: "2026-08-04T08:00:00Z" });
    await page();
    await screen.findByText("You can sign in with it. Last changed 4 August 2026, 08:00.");
  });
});

describe("connected accounts (S7)", () => {
  it("are said with their state in words, the account, since when and when last used", async () => {
    await page();
    const known = await row("Google");
    known.getByText("Connected");
    known.getByText("maya@acme.example, since 3 August 2026. Last used 4 August 2026, 08:00.", { exact: false });
    (await row("Microsoft")).getByText("Not connected");
    expect(document.title).toBe("Security Setting - Acme Support");
  });

  it.each([
    ["last_sign_in_method", "Set a password first, then disconnect."],
    ["sso_required", "Acme Support requires Google sign-in."],
  ])("say why they can't be disconnected: %s", async (refusal, text) => {
    has({ items: [{ ...google, refusal }] });
    await page();
    const shown = await row("Google");
    shown.getByText(text);
    expect(shown.queryByRole("button", { name: "Disconnect Google" })).toBeNull();
    shown.getByRole("button", { name: "Replace Google" });
  });

  it.each([
    ["off", "Off", "It is turned off for Acme Support."],
    ["not_working", "Not working", "It is not working right now."],
  ] as const)("that are %s keep their account and the way out", async (state, chip, text) => {
    has({ items: [{ ...google, state }] });
    await page();
    const shown = await row("Google");
    for (const said of [chip, text, /^maya@acme\.example, since/]) shown.getByText(said);
    shown.getByRole("button", { name: "Disconnect Google" });
  });

  it("begin at the provider, once per click however often it is clicked", async () => {
    server.answers[`POST ${own}/microsoft`] = () => json(201, { authorizationUrl: away });
    await page();
    await press("Connect Microsoft");
    await waitFor(() => expect(goTo).toHaveBeenCalledExactlyOnceWith(away));
    await press("Opening Microsoft...");
    expect(server.asked(`POST ${own}/microsoft`)).toHaveLength(1);
  });

  it("say at the row why a start was refused, and the rest stays usable", async () => {
    server.answers[`POST ${own}/microsoft`] = () => problem(429, "rate_limited");
    await page();
    await press("Connect Microsoft");
    expect((await (await row("Microsoft")).findByRole("alert")).textContent).toContain("Too many tries.");
    screen.getByRole("button", { name: "Connect Microsoft" });
  });

  it("are disconnected after the effect was named", async () => {
    server.answers[`DELETE ${own}/google`] = () => json(200, identities({ items: [microsoft] }));
    await page();
    await press("Disconnect Google");
    const asked = await dialog("Disconnect Google?");
    asked.getByText(/can't sign in with maya@acme\.example until you connect it again/);
    expect(server.asked(`DELETE ${own}/google`)).toEqual([]);
    await userEvent.click(asked.getByRole("button", { name: "Disconnect" }));
    await screen.findByText("Your Google account was disconnected.");
    await waitFor(() => expect(server.asked(`GET ${own}`).length).toBeGreaterThan(1));
  });

  it("stay when somebody else took the other sign-in method meanwhile, and the row says so", async () => {
    server.answers[`DELETE ${own}/google`] = () => problem(409, "last_sign_in_method");
    await page();
    await press("Disconnect Google");
    await userEvent.click((await dialog("Disconnect Google?")).getByRole("button", { name: "Disconnect" }));
    const alert = await (await row("Google")).findByRole("alert");
    expect(alert.textContent).toContain("Set a password first, then disconnect.");
  });
});

describe("replacing an account", () => {
  const replace = `POST ${own}/google/replacement`;

  it("says that the old one stops working in the same step, then goes to the provider", async () => {
    server.answers[replace] = () => json(201, { authorizationUrl: away });
    await page();
    await press("Replace Google");
    const asked = await dialog("Replace your Google account?");
    asked.getByText(/Once it is connected, maya@acme\.example stops working/);
    expect(server.asked(replace)).toEqual([]);
    await userEvent.click(asked.getByRole("button", { name: "Go to Google" }));
    await waitFor(() => expect(goTo).toHaveBeenCalledExactlyOnceWith(away));
  });

  it("asks who it is first, like connecting", async () => {
    has({ recentUntil: null });
    server.answers["POST /api/v1/me/reauthentication"] = () => json(200, recent);
    server.answers[replace] = () => json(201, { authorizationUrl: away });
    await page();
    await press("Replace Google");
    await userEvent.click((await dialog("Replace your Google account?")).getByRole("button", { name: "Go to Google" }));
    const asked = await dialog("Confirm it's you");
    expect(server.asked(replace)).toEqual([]);
    await userEvent.type(asked.getByLabelText("Password"), "correct horse{Enter}");
    await waitFor(() => expect(goTo).toHaveBeenCalledExactlyOnceWith(away));
  });

  it("is refused at the row, and the account stays", async () => {
    server.answers[replace] = () => problem(429, "rate_limited");
    await page();
    await press("Replace Google");
    await userEvent.click((await dialog("Replace your Google account?")).getByRole("button", { name: "Go to Google" }));
    expect((await (await row("Google")).findByRole("alert")).textContent).toContain("Too many tries.");
    screen.getByRole("button", { name: "Replace Google" });
  });

  it.each(["off", "not_working"] as const)("is not offered while the provider is %s", async (state) => {
    has({ items: [{ ...google, state }] });
    await page();
    expect((await row("Google")).queryByRole("button", { name: "Replace Google" })).toBeNull();
  });
});

describe("a provider that can't be connected (S6)", () => {
  const warning = async () => within(await screen.findByRole("alertdialog"));

  it.each([
    ["not_set_up", "Acme Support has not set up Microsoft sign-in yet."],
    ["off", "Microsoft sign-in is turned off for Acme Support."],
    ["not_working", "Microsoft sign-in for Acme Support is not working right now."],
  ] as const)("opens the warning at once: %s", async (state, text) => {
    has({ items: [google, { ...microsoft, state }], recentUntil: null });
    await page();
    await press("Connect Microsoft");
    const shown = await warning();
    shown.getByRole("heading", { name: "Sign in with Microsoft is not available" });
    shown.getByText(text);
    expect(document.activeElement).toBe(shown.getByRole("button", { name: "OK" }));
    expect(shown.queryByRole("link")).toBeNull();
    await userEvent.click(shown.getByRole("button", { name: "OK" }));
    await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
  });

  it("opens it with the reference when the server says so", async () => {
    server.answers[`POST ${own}/microsoft`] = () => problem(409, "sso_app_invalid");
    await page();
    await press("Connect Microsoft");
    (await warning()).getByText("Reference 7F3K-92QD");
    expect(goTo).not.toHaveBeenCalled();
  });

  it("leads a super admin to the settings", async () => {
    server.answers["GET /api/v1/me"] = () => json(200, me);
    has({ items: [{ ...microsoft, state: "not_set_up" }] });
    await page();
    await press("Connect Microsoft");
    const link = (await warning()).getByRole("link", { name: "Open SSO settings" });
    expect(link.getAttribute("href")).toBe("/sso-settings");
  });
});

describe("recent authentication", () => {
  const confirm = "POST /api/v1/me/reauthentication";

  it("is asked for by the password, and the wish goes on by itself", async () => {
    has({ recentUntil: null });
    server.answers[`POST ${own}/microsoft`] = () => json(201, { authorizationUrl: away });
    server.answers[confirm] = () => json(200, recent);
    await page();
    await press("Connect Microsoft");
    const asked = await dialog("Confirm it's you");
    expect(server.asked(`POST ${own}/microsoft`)).toEqual([]);
    await userEvent.type(asked.getByLabelText("Password"), "a long sentence{Enter}");
    await waitFor(() => expect(goTo).toHaveBeenCalledWith(away));
    expect(server.asked(confirm)[0]?.body).toEqual({ password: "a long sentence" });
  });

  it("is asked for again when the server finds it too old", async () => {
    const answers = [problem(401, "reauth_required"), json(201, { authorizationUrl: away })];
    server.answers[`POST ${own}/microsoft`] = () => answers.shift() as Response;
    server.answers[confirm] = () => json(200, recent);
    await page();
    await press("Connect Microsoft");
    await userEvent.type((await dialog("Confirm it's you")).getByLabelText("Password"), "a long sentence{Enter}");
    await waitFor(() => expect(goTo).toHaveBeenCalledWith(away));
  });

  it("comes before disconnecting as well, and a wrong password is said without ending the session", async () => {
    has({ recentUntil: "2026-01-01T00:00:00Z" });
    const answers = [problem(401, "credentials_invalid"), json(200, recent)];
    server.answers[confirm] = () => answers.shift() as Response;
    server.answers[`DELETE ${own}/google`] = () => json(200, identities({ items: [microsoft] }));
    await page();
    await press("Disconnect Google");
    await userEvent.click((await dialog("Disconnect Google?")).getByRole("button", { name: "Disconnect" }));
    const asked = await dialog("Confirm it's you");
    await userEvent.type(asked.getByLabelText("Password"), "wrong{Enter}");
    expect((await asked.findByRole("alert")).textContent).toContain("That did not match. Check and try again.");
    expect(server.asked(`DELETE ${own}/google`)).toEqual([]);
    await userEvent.type(asked.getByLabelText("Password"), "right{Enter}");
    await screen.findByText("Your Google account was disconnected.");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("goes through a connected account for people without a password", async () => {
    has({ hasPassword: false, recentUntil: null });
    server.answers["POST /api/v1/me/step-up/google"] = () => json(201, { authorizationUrl: away });
    await page();
    await press("Set a password");
    const asked = await dialog("Confirm it's you");
    expect(asked.queryByRole("button", { name: "Confirm with Microsoft" })).toBeNull();
    await userEvent.click(asked.getByRole("button", { name: "Confirm with Google" }));
    await waitFor(() => expect(goTo).toHaveBeenCalledWith(away));
  });

  it("says in the dialog why the provider can't confirm it", async () => {
    has({ hasPassword: false, recentUntil: null });
    server.answers["POST /api/v1/me/step-up/google"] = () => problem(409, "sso_app_invalid");
    await page();
    await press("Connect Microsoft");
    await press("Confirm with Google");
    const alert = await (await dialog("Confirm it's you")).findByRole("alert");
    expect(alert.textContent).toContain("Google sign-in for Acme Support is not working right now.");
  });

  it("I15: does not go again through a provider that could not confirm it", async () => {
    has({ hasPassword: false, recentUntil: null });
    await page("?refused=reauth_required&provider=google&ref=7F3K-92QD");
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("Google can't confirm that it's you");
    expect(alert.textContent).toContain("Sign in again, then come back here within 5 minutes.");
    await press("Set a password");
    const asked = await dialog("Confirm it's you");
    asked.getByRole("button", { name: "Sign in again" });
    expect(asked.queryByRole("button", { name: "Confirm with Google" })).toBeNull();
  });

  it("I15: offers the password where there is one", async () => {
    has({ recentUntil: null });
    await page("?refused=reauth_required&provider=google&ref=7F3K-92QD");
    expect((await screen.findByRole("alert")).textContent).toContain("Confirm it with your password instead.");
  });

  it("is a new sign-in for people who have nothing else", async () => {
    has({ hasPassword: false, recentUntil: null, items: [microsoft] });
    await page();
    await press("Connect Microsoft");
    (await dialog("Confirm it's you")).getByRole("button", { name: "Sign in again" });
  });
});

describe("the password", () => {
  const put = "PUT /api/v1/me/password";
  const fill = async (label: string, text: string) => userEvent.type(await screen.findByLabelText(label), text);

  it("is changed with the present one, and ends the other sessions unless that is unticked", async () => {
    server.answers[put] = () => json(200, { ended: 2 });
    await page();
    await press("Change password");
    await fill("Current password", "old sentence");
    await fill("New password", "new sentence");
    await press("Save password");
    await screen.findByText("Your password was changed. 2 other sessions ended.");
    expect(server.asked(put)[0]?.body).toEqual({
      currentPassword: "old sentence",
      newPassword: "new sentence",
      endOtherSessions: true,
    });
    await press("Change password");
    await userEvent.click(await screen.findByLabelText("Sign me out everywhere else"));
    await press("Save password");
    await waitFor(() => expect(server.asked(put)[1]?.body).toMatchObject({ endOtherSessions: false }));
  });

  it.each([
    ["/newPassword", "too_weak", /^This is too easy to guess\. Use a few unrelated words/],
    ["/newPassword", "too_short", /^Use at least 12 characters\.$/],
    ["/currentPassword", "too_short", /^Enter your password\.$/],
  ])("says what is wrong at its field: %s %s", async (pointer, code, text) => {
    server.answers[put] = () => problem(422, "validation_failed", { errors: [{ pointer, code }] });
    await page();
    await press("Change password");
    await press("Save password");
    await screen.findByText(text);
  });

  it("that is wrong is said, and nobody is signed out", async () => {
    server.answers[put] = () => problem(401, "credentials_invalid");
    await page();
    await press("Change password");
    await press("Save password");
    const alert = await (await dialog("Change password")).findByRole("alert");
    expect(alert.textContent).toContain("That did not match.");
  });

  it("is set for the first time after a recent confirmation, without a present one", async () => {
    has({ hasPassword: false });
    server.answers[put] = () => json(200, { ended: 0 });
    await page();
    await press("Set a password");
    await fill("New password", "new sentence");
    expect(screen.queryByLabelText("Current password")).toBeNull();
    await press("Save password");
    await screen.findByText("Your password was set.");
    expect(server.asked(put)[0]?.body).toEqual({ newPassword: "new sentence", endOtherSessions: true });
  });

  it("that took too long to set asks for the confirmation again", async () => {
    has({ hasPassword: false });
    server.answers[put] = () => problem(401, "reauth_required");
    await page();
    await press("Set a password");
    await press("Save password");
    await dialog("Confirm it's you");
  });
});

describe("sessions and sign-ins", () => {
  it("name browser, address, method and times, and mark this one", async () => {
    await page();
    const here = (await screen.findByText("203.0.113.24", { exact: false, selector: "td .sub" })) as HTMLElement;
    expect(here).toBeTruthy();
    const [, first, second] = (await screen.findAllByRole("row")).map((one) => one.textContent);
    expect(first).toBe("Chrome on Windows198.51.100.7, this browser3 August 2026, 08:00 with GoogleNow");
    expect(second).toBe("Safari on iPhone198.51.100.73 August 2026, 08:00 with password3 August 2026, 09:00End");
  });

  it("are ended one by one; one that is gone already counts as ended", async () => {
    const one = `DELETE /api/v1/me/sessions/${"b".repeat(22)}` as const;
    server.answers[one] = () => problem(404, "not_found");
    await page();
    await press("End the session: Safari on iPhone");
    await screen.findByText("The session was ended: Safari on iPhone.");
    expect(server.asked(one)).toHaveLength(1);
  });

  it("are ended all together after a question", async () => {
    server.answers["DELETE /api/v1/me/sessions"] = () => json(200, { ended: 1 });
    await page();
    await press("End all others");
    const asked = await dialog("End all other sessions?");
    expect(server.asked("DELETE /api/v1/me/sessions")).toEqual([]);
    await userEvent.click(asked.getByRole("button", { name: "End all others" }));
    await screen.findByText("Your other sessions ended.");
  });

  it("have no way to end others where there are none", async () => {
    server.answers["GET /api/v1/me/sessions"] = () => json(200, { items: [session("a", { current: true })] });
    await page();
    await screen.findByText("198.51.100.7, this browser");
    expect(screen.queryByRole("button", { name: "End all others" })).toBeNull();
  });

  it("say how each attempt ended, with what, from where, with its reference", async () => {
    server.answers["GET /api/v1/me/sign-ins"] = () =>
      json(200, {
        items: [
          signIn("9QWE-41RT", { purpose: "link" }),
          signIn("7F3K-92QD", { result: "refused", browser: "" }),
          signIn("2HJM-77KC", { purpose: "step_up" }),
          signIn("3HJM-77KC", { purpose: "password", provider: null }),
        ],
      });
    await page();
    const cells = async (reference: string) =>
      (await screen.findByText(reference)).closest("tr")?.textContent?.replace(/^.*?\d\d:\d\d/, "");
    expect(await cells("9QWE-41RT")).toBe("ConnectedGoogleChrome on Windows203.0.113.249QWE-41RT");
    expect(await cells("7F3K-92QD")).toBe("RefusedGoogleUnknown browser203.0.113.247F3K-92QD");
    expect(await cells("2HJM-77KC")).toBe("ConfirmedGoogleChrome on Windows203.0.113.242HJM-77KC");
    expect(await cells("3HJM-77KC")).toBe("Signed inPasswordChrome on Windows203.0.113.243HJM-77KC");
    await press("Copy reference 7F3K-92QD");
    await screen.findByText(/^Reference (copied|selected)/);
  });

  it("that do not come leave the rest usable, and are tried again", async () => {
    server.answers["GET /api/v1/me/sign-ins"] = () => problem(503, "busy");
    await page();
    await row("Google");
    server.answers["GET /api/v1/me/sign-ins"] = () => json(200, { items: [] });
    await press("Try again");
    await screen.findByText("No sign-ins of yours are on record.");
  });
});

describe("coming back from a provider", () => {
  it("says once that it is connected, and leaves nothing in the address", async () => {
    await page("?connected=google");
    expect((await screen.findByText("Connected.")).closest("p")?.textContent).toBe(
      "Connected. Next time, choose Sign in with Google.",
    );
    expect(location.pathname + location.search).toBe("/profile/security");
  });

  it("does not believe an address that says so", async () => {
    has({ recentUntil: null });
    await page("?connected=microsoft");
    await row("Microsoft");
    expect(screen.queryByText(/Next time, choose/)).toBeNull();
    cleanup();
    await page("?confirmed=1");
    await row("Microsoft");
    expect(screen.queryByText("Confirmed.")).toBeNull();
  });

  it("says that it is confirmed", async () => {
    await page("?confirmed=1");
    await screen.findByText("Confirmed.");
    expect(location.search).toBe("");
  });

  it.each([
    ["already_linked_other_user", "This Google account is already connected to a different user."],
    ["already_linked_other", "Disconnect the current Google account first."],
    ["email_mismatch", "Connect the Google account that uses your work e-mail."],
    ["attempt_session_changed", "You signed out or switched accounts in the meantime. Start again."],
    ["sso_required", "Acme Support requires Google sign-in."],
    ["constructor", "Something went wrong on our side."],
  ])("says why it was refused, with the reference: %s", async (code, text) => {
    await page(`?refused=${code}&provider=google&ref=7F3K-92QD`);
    await row("Google");
    const alert = within(screen.getByRole("alert"));
    alert.getByText(text);
    alert.getByText("7F3K-92QD");
    alert.getByRole("button", { name: "Copy reference" });
    expect(location.search).toBe("");
  });

  it("that was cancelled is no alarm, and gives way to what is done next", async () => {
    server.answers[`DELETE ${own}/google`] = () => json(200, identities({ items: [microsoft] }));
    await page("?refused=provider_denied&provider=google&ref=7F3K-92QD");
    const cancelled = await screen.findByText("Sign-in with Google was cancelled.");
    expect(cancelled.closest("[role=status]")).toBeTruthy();
    expect(screen.queryByRole("alert")).toBeNull();
    await press("Disconnect Google");
    await userEvent.click((await dialog("Disconnect Google?")).getByRole("button", { name: "Disconnect" }));
    await waitFor(() => expect(screen.queryByText("Sign-in with Google was cancelled.")).toBeNull());
  });

  it("says nothing that an address made up", async () => {
    await page("?refused=provider_denied&provider=Call+0190&ref=Call+0190");
    await row("Google");
    expect(screen.getByText("Sign-in with your provider was cancelled.").parentElement?.textContent).not.toContain(
      "0190",
    );
  });
});
