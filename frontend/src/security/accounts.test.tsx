import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { me } from "../shell/testing.tsx";
import { dialog, press } from "../testing/controls.ts";
import { json, problem } from "../testing/server.ts";
import { away, google, identities, microsoft, own, page, recent, row, serveSecurity, watchLeaving } from "./testing.ts";

let server: ReturnType<typeof serveSecurity>;
let goTo: ReturnType<typeof watchLeaving>;
beforeEach(() => {
  goTo = watchLeaving();
  server = serveSecurity();
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
    server.has({ items: [{ ...google, refusal }] });
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
    server.has({ items: [{ ...google, state }] });
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

  it.each([
    ["just connected: that was no use by itself", "2026-08-03T08:00:00.000004Z", "since 3 August 2026."],
    ["connected by a super admin", "2026-08-02T08:00:00Z", "since 3 August 2026. Not used to sign in yet."],
  ])("are not called used where they are %s", async (_, lastUsedAt, said) => {
    const account = { email: "maya@acme.example", linkedAt: "2026-08-03T08:00:00Z", lastUsedAt };
    server.answers[`GET ${own}`] = () => json(200, identities({ items: [{ ...google, account }] }));
    await page();
    (await row("Google")).getByText(`maya@acme.example, ${said}`);
  });

  it("are disconnected after the effect was named", async () => {
    server.answers[`DELETE ${own}/google`] = () => json(200, identities({ items: [microsoft] }));
    await page();
    await press("Disconnect Google");
    const asked = await dialog("Disconnect Google?");
    asked.getByText(/can't sign in with this Google account until you connect it again/);
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
    asked.getByText(/you can't sign in with the Google account you have now/);
    expect(server.asked(replace)).toEqual([]);
    await userEvent.click(asked.getByRole("button", { name: "Go to Google" }));
    await waitFor(() => expect(goTo).toHaveBeenCalledExactlyOnceWith(away));
  });

  it("asks who it is first, like connecting", async () => {
    server.has({ recentUntil: null });
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
    server.has({ items: [{ ...google, state }] });
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
    server.has({ items: [google, { ...microsoft, state }], recentUntil: null });
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
    server.has({ items: [{ ...microsoft, state: "not_set_up" }] });
    await page();
    await press("Connect Microsoft");
    const link = (await warning()).getByRole("link", { name: "Open SSO settings" });
    expect(link.getAttribute("href")).toBe("/sso-settings");
  });
});
