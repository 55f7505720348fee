import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { json, problem } from "../testing/server.ts";
import { card, connection, impact, open, serve } from "./testing.tsx";

let server: ReturnType<typeof serve>;
beforeEach(() => {
  server = serve();
});

describe("the dialogs", () => {
  beforeEach(() => server.has([connection]));

  it("turning off says whom it leaves without a sign-in method, and ends sessions unless they are kept", async () => {
    server.answer("POST connections/con_1/disable", () => json(200, { ...connection, status: "disabled" }));
    await open("/sso-settings");
    const button = await screen.findByRole("button", { name: "Turn off: Google" });
    await userEvent.click(button);
    const dialog = await screen.findByRole("dialog", { name: "Turn off Google?" });
    await within(dialog).findByText("2 people have no other way to sign in:");
    for (const text of ["Maya Ortiz", "and 1 more", "17 sessions started with it end."])
      within(dialog).getByText(text, { exact: false });
    await userEvent.click(within(dialog).getByRole("checkbox", { name: "Keep these sessions" }));
    await userEvent.click(within(dialog).getByRole("button", { name: "Turn off" }));
    await screen.findByText("Google is off.");
    expect(server.asked("POST connections/con_1/disable")).toEqual([
      expect.objectContaining({ body: { keepSessions: true }, ifMatch: '"7"' }),
    ]);
  });

  it("of more than are counted it says so, with the first of them, and the sessions may be kept", async () => {
    server.answer("GET connections/con_1/impact", () =>
      json(200, { ...impact, connected: null, onlyWay: null, sessions: null }),
    );
    await open("/sso-settings");
    await userEvent.click(await screen.findByRole("button", { name: "Turn off: Google" }));
    const dialog = await screen.findByRole("dialog", { name: "Turn off Google?" });
    await within(dialog).findByText("More than 1,000 people have no other way to sign in, first by name:");
    within(dialog).getByText("Maya Ortiz", { exact: false });
    within(dialog).getByText("More than 1,000 sessions started with it end.");
    within(dialog).getByRole("checkbox", { name: "Keep these sessions" });
    expect(within(dialog).queryByText(/ more$/)).toBeNull();
  });

  it("what would leave no super admin is refused with the way out", async () => {
    server.answer("POST connections/con_1/disable", () => problem(409, "last_super_admin"));
    await open("/sso-settings");
    await userEvent.click(await screen.findByRole("button", { name: "Turn off: Google" }));
    const dialog = await screen.findByRole("dialog");
    await userEvent.click(within(dialog).getByRole("button", { name: "Turn off" }));
    expect((await within(dialog).findByRole("alert")).textContent).toContain(
      "After this, no super admin of Acme Support could sign in.",
    );
  });

  it("removing takes the organization's name, typed", async () => {
    server.answer("POST connections/con_1/remove", () => new Response(null, { status: 204 }));
    await open("/sso-settings");
    await userEvent.click(await screen.findByRole("button", { name: "More actions for Google" }));
    await userEvent.click(screen.getByRole("button", { name: "Remove" }));
    const dialog = await screen.findByRole("dialog", { name: "Remove Google?" });
    await userEvent.click(within(dialog).getByRole("button", { name: "Remove" }));
    within(dialog).getByText("Type the name exactly: Acme Support");
    expect(server.asked("POST connections/con_1/remove")).toEqual([]);
    await userEvent.click(within(dialog).getByLabelText("Type Acme Support to confirm"));
    await userEvent.paste("Acme Support");
    await userEvent.click(within(dialog).getByRole("button", { name: "Remove" }));
    await screen.findByText("Google was removed.");
    expect(server.asked("POST connections/con_1/remove")[0]?.body).toEqual({ confirm: "Acme Support" });
  });

  it("rotating takes the new secret first, keeps the old one for a week, and tests", async () => {
    server.answer("PATCH connections/con_1", () => json(200, connection));
    await open("/sso-settings");
    await userEvent.click(await screen.findByRole("button", { name: "More actions for Google" }));
    await userEvent.click(screen.getByRole("button", { name: "Rotate secret" }));
    const dialog = await screen.findByRole("dialog", { name: "Rotate the secret of Google" });
    await userEvent.click(within(dialog).getByRole("button", { name: "Save and test" }));
    within(dialog).getByText("Enter a value");
    await userEvent.click(within(dialog).getByLabelText("New client secret"));
    await userEvent.paste(" GOCSPX-1 ");
    await userEvent.click(within(dialog).getByRole("button", { name: "Save and test" }));
    await waitFor(() =>
      expect(location.pathname + location.search).toBe("/sso-settings/connections/con_1/test?start=1"),
    );
    expect(server.asked("PATCH connections/con_1")[0]?.body).toEqual({
      clientSecret: "GOCSPX-1",
      secretExpiresAt: null,
      keepOldSecretUntil: expect.stringMatching(/^\d{4}-\d\d-\d\dT00:00:00Z$/),
    });
  });

  it("the menu closes on Escape and gives the focus back", async () => {
    await open("/sso-settings");
    const google = await card("Google");
    const button = within(google).getByRole("button", { name: "More actions for Google" });
    await userEvent.click(button);
    expect(within(google).getByRole("link", { name: "View sign-in log" }).getAttribute("href")).toBe(
      "/sign-in-log?provider=google",
    );
    await userEvent.keyboard("{Escape}");
    expect(button.getAttribute("aria-expanded")).toBe("false");
    expect(document.activeElement).toBe(button);
  });
});
