import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { json, problem } from "../testing/server.ts";
import { connection, connectionId, here, open, serve, version } from "./testing.ts";

const sent = (server: ReturnType<typeof serve>) =>
  server.asked(`POST ${here}/enable`).map(({ ifMatch, body }) => ({ ifMatch, body }));

async function openDialog() {
  await userEvent.click(await screen.findByRole("button", { name: "Turn on Google" }));
  return screen.findByRole("dialog", { name: "Turn on Google?" });
}

describe("turning it on", () => {
  it("needs nothing but a click when it is locked, says so in passing and goes to the settings", async () => {
    const server = serve();
    await open();
    const dialog = await openDialog();
    within(dialog).getByText("121 people get in with one click. Confirm once: 18. Cannot get in with it: 9.");
    expect(within(dialog).queryByRole("textbox")).toBeNull();
    expect(within(dialog).queryByRole("checkbox")).toBeNull();
    await userEvent.click(within(dialog).getByRole("button", { name: "Turn on Google" }));
    await screen.findByText("Google is on.");
    await waitFor(() => expect(location.pathname).toBe("/sso-settings"));
    expect(sent(server)).toEqual([{ ifMatch: '"7"', body: {} }]);
  });

  it("asks for the organization's name while nothing is locked", async () => {
    const server = serve({ lockedTo: [] });
    server.answer(`POST ${here}/enable`, () =>
      problem(422, "validation_failed", { errors: [{ pointer: "/confirm", code: "invalid" }] }),
    );
    await open();
    const dialog = await openDialog();
    const field = within(dialog).getByRole("textbox", { name: "Type the organization's name: Acme Support" });
    await userEvent.type(field, "Acme{Enter}");
    await within(dialog).findByText("This is not the name. It is Acme Support.");
    expect(field.getAttribute("aria-invalid")).toBe("true");
    server.answer(`POST ${here}/enable`, () => json(200, { ...connection, status: "enabled" }));
    await userEvent.clear(field);
    await userEvent.type(field, " Acme Support {Enter}");
    await waitFor(() => expect(sent(server).at(-1)).toEqual({ ifMatch: '"7"', body: { confirm: "Acme Support" } }));
  });

  it("asks about private addresses", async () => {
    const server = serve({}, { personalAddresses: 4 });
    server.answer(`POST ${here}/enable`, () =>
      problem(422, "validation_failed", { errors: [{ pointer: "/personalAddresses", code: "required" }] }),
    );
    await open();
    const dialog = await openDialog();
    const tick = within(dialog).getByRole("checkbox", { name: "Also connect 4 personal addresses without asking" });
    await userEvent.click(within(dialog).getByRole("button", { name: "Turn on Google" }));
    await within(dialog).findByText("Select this, or first give these people a work address.");
    await userEvent.click(tick);
    await userEvent.click(within(dialog).getByRole("button", { name: "Turn on Google" }));
    await waitFor(() =>
      expect(sent(server).map(({ body }) => body)).toEqual([{ personalAddresses: false }, { personalAddresses: true }]),
    );
  });

  it("asks for what only the server knew", async () => {
    const server = serve();
    server.answer(`POST ${here}/enable`, () =>
      problem(422, "validation_failed", { errors: [{ pointer: "/confirm", code: "required" }] }),
    );
    await open();
    const dialog = await openDialog();
    await userEvent.click(within(dialog).getByRole("button", { name: "Turn on Google" }));
    await within(dialog).findByText("Type the name of the organization.");
    within(dialog).getByRole("textbox");
  });

  it("leads to the test when the newest version has not passed one", async () => {
    serve({ status: "draft", draft: { ...version, state: "draft", passedAt: null } });
    await open();
    await screen.findByText("Version 4 has not passed a test yet.");
    expect(screen.getByRole("link", { name: "Run the test" }).getAttribute("href")).toBe(
      `/sso-settings/connections/${connectionId}/test?start=1`,
    );
    expect(screen.queryByRole("button", { name: "Turn on Google" })).toBeNull();
  });

  it("leads to the test when the server wants one", async () => {
    const server = serve();
    server.answer(`POST ${here}/enable`, () => problem(409, "test_required"));
    await open();
    const dialog = await openDialog();
    await userEvent.click(within(dialog).getByRole("button", { name: "Turn on Google" }));
    expect((await within(dialog).findByRole("alert")).textContent).toBe("Test this version first. Run the test");
  });

  it("says who changed the settings meanwhile, and reads them again", async () => {
    const server = serve();
    server.answer(`POST ${here}/enable`, () => problem(412, "config_changed", { changedBy: "Sofia Marchetti" }));
    await open();
    const dialog = await openDialog();
    await userEvent.click(within(dialog).getByRole("button", { name: "Turn on Google" }));
    expect((await within(dialog).findByRole("alert")).textContent).toContain("Sofia Marchetti saved other changes");
    await waitFor(() => expect(server.asked(`GET ${here}`)).toHaveLength(2));
  });

  it("says any other refusal in the dialog, and closes without a change", async () => {
    const server = serve();
    server.answer(`POST ${here}/enable`, () => problem(503, "busy"));
    await open();
    const dialog = await openDialog();
    await userEvent.click(within(dialog).getByRole("button", { name: "Turn on Google" }));
    expect((await within(dialog).findByRole("alert")).textContent).toContain("Too many people at once.");
    await userEvent.click(within(dialog).getByRole("button", { name: "Cancel" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("is not offered when it is on", async () => {
    serve({ status: "enabled", live: version, draft: null });
    await open();
    await screen.findByText("Google is on.");
    await screen.findByRole("region", { name: "Forecast" });
    expect(screen.queryByRole("button", { name: "Turn on Google" })).toBeNull();
  });
});
