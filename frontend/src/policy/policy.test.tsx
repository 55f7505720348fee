import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { components } from "../api/schema.gen.ts";
import { open, tom } from "../shell/testing.tsx";
import { press } from "../testing/controls.ts";
import { json, problem } from "../testing/server.ts";
import { changeOf, wrongIn } from "./draft.ts";
import { limits } from "./policy-form.tsx";
import { ana, connectionId, forecast, policy, serve } from "./testing.ts";

type Schemas = components["schemas"];

let server: ReturnType<typeof serve>;
beforeEach(() => {
  server = serve();
});

describe("the sign-in policy", () => {
  it("saves what differs alone, as it was read", async () => {
    server.answers["PATCH sign-in-policy"] = () => json(200, { ...policy, etag: '"8"' });
    await open("/sso-settings/policy");
    await userEvent.click(await screen.findByRole("radio", { name: "Ask once" }));
    const days = screen.getByLabelText("Kept for, in days");
    await userEvent.clear(days);
    await userEvent.type(days, "90");
    const changes = screen.getByLabelText("Changes kept for, in days");
    await userEvent.clear(changes);
    await userEvent.type(changes, "400");
    await press("Save");
    await screen.findByText("The sign-in policy is saved.");
    const firstSignIn = [{ connectionId, linking: "confirm", weakProof: "ask", differentEmail: false }];
    expect(server.asked("PATCH sign-in-policy")).toMatchObject([
      { body: { logDays: 90, auditDays: 400, firstSignIn }, ifMatch: '"7"' },
    ]);
  });

  it("exempts a person who is found, from the policy itself", async () => {
    const listed = vi.fn(() => json(200, { items: [tom], next: null, total: 1 }));
    server.answers["GET users"] = listed;
    server.answers[`GET users/${tom.id}`] = () => json(200, tom);
    server.answers[`PATCH users/${tom.id}`] = () => json(200, { ...tom, exempt: true });
    await open("/sso-settings/policy");
    await press("Exempt a person");
    const search = screen.getByRole("searchbox", { name: "Exempt a person" });
    screen.getByText("Exempt a person", { selector: "label" });
    expect(document.activeElement).toBe(search);
    await userEvent.keyboard("tom");
    await press("Exempt: Tom Berg");
    const dialog = within(await screen.findByRole("dialog", { name: "Exempt Tom Berg?" }));
    await userEvent.click(dialog.getByRole("button", { name: "Exempt" }));
    await screen.findByText("Tom Berg is exempt.");
    expect(screen.queryByRole("searchbox")).toBeNull();
    await waitFor(() => expect(document.activeElement?.textContent).toBe("Exempt a person"));
    expect(server.asked(`PATCH users/${tom.id}`)).toMatchObject([{ body: { exempt: true }, ifMatch: '"3"' }]);
  });

  it.each([
    ["Escape", () => userEvent.keyboard("{Escape}")],
    ["Cancel", () => press("Cancel")],
  ])("closes the search by %s, and gives the focus back", async (_, close) => {
    await open("/sso-settings/policy");
    await press("Exempt a person");
    await close();
    expect(screen.queryByRole("searchbox")).toBeNull();
    expect(document.activeElement?.textContent).toBe("Exempt a person");
  });

  it("ends an exemption once it is confirmed, and says a refusal in its place", async () => {
    const path = `users/${ana.id}` as const;
    server.answers[`GET ${path}`] = () => json(200, { ...tom, ...ana, exempt: true, etag: '"9"' });
    server.answers[`PATCH ${path}`] = () => problem(409, "last_super_admin");
    await open("/sso-settings/policy");
    await press("End exemption: Ana Ruiz");
    const dialog = within(await screen.findByRole("dialog", { name: "End the exemption of Ana Ruiz?" }));
    await userEvent.click(dialog.getByRole("button", { name: "End exemption" }));
    await dialog.findByRole("alert");
    expect(server.asked(`PATCH ${path}`)).toMatchObject([{ body: { exempt: false }, ifMatch: '"9"' }]);
    server.answers[`PATCH ${path}`] = () => json(200, { ...tom, ...ana, exempt: false });
    server.answers["GET sign-in-policy"] = () => json(200, { ...policy, exempt: [] });
    await userEvent.click(dialog.getByRole("button", { name: "End exemption" }));
    await screen.findByText("No one is exempt.");
  });

  it("shows beside the choice what the saved rules lead to", async () => {
    await open("/sso-settings/policy");
    const forecast = await screen.findByRole("region", { name: "As saved now" });
    expect(forecast.textContent).toContain("14 without asking");
    expect(forecast.textContent).toContain("3 can't get in");
  });

  it("asks once for the forecasts of all connections, and gives each its own", async () => {
    const second = { ...(policy.firstSignIn[0] as Schemas["FirstSignIn"]), connectionId: "D".repeat(22) };
    const made = { ...second, connectionId: "E".repeat(22), provider: "okta", label: "Okta" };
    const firstSignIn = [...policy.firstSignIn, { ...second, provider: "microsoft" }, made];
    server.answers["GET sign-in-policy"] = () => json(200, { ...policy, firstSignIn });
    server.answers["GET connection-forecasts"] = () =>
      json(200, { items: [forecast, { ...forecast, connectionId: second.connectionId, silent: 9 }] });
    await open("/sso-settings/policy");
    const cards = await screen.findAllByRole("region", { name: "As saved now" });
    // The third was made a moment ago: nothing is known of it yet.
    expect(cards.map(({ textContent }) => /(\d+) without asking/.exec(textContent ?? "")?.[1])).toEqual(["14", "9"]);
    expect(server.asked("GET connection-forecasts")).toHaveLength(1);
  });

  it("does not send a number outside of its limits", async () => {
    await open("/sso-settings/policy");
    const idle = await screen.findByLabelText("Sign out after inactivity, in minutes");
    screen.getByText("30 to 480 minutes. Saved: 8 hours.");
    await userEvent.clear(idle);
    screen.getByText("30 to 480 minutes. Saved: 8 hours.");
    await userEvent.type(idle, "450");
    screen.getByText("30 to 480 minutes. Saved: 8 hours. Typed: 7 hours, 30 minutes.");
    await userEvent.clear(idle);
    await userEvent.type(idle, "5");
    await press("Save");
    await screen.findByText("Use a whole number from 30 to 480.");
    expect(document.activeElement).toBe(idle);
    expect(server.asked("PATCH sign-in-policy")).toEqual([]);
  });

  it("says who saved meanwhile, and loads it on demand", async () => {
    server.answers["PATCH sign-in-policy"] = () => problem(412, "config_changed", { changedBy: "Sofia Marin" });
    await open("/sso-settings/policy");
    await userEvent.type(await screen.findByLabelText(/How to reach you/), " Or 4200.");
    await press("Save");
    expect((await screen.findByRole("alert")).textContent).toContain("Sofia Marin saved changes");
    server.answers["GET sign-in-policy"] = () => json(200, { ...policy, contactText: "Ask Sofia.", etag: '"9"' });
    await press("Load the changes");
    await waitFor(() =>
      expect((screen.getByLabelText(/How to reach you/) as HTMLTextAreaElement).value).toBe("Ask Sofia."),
    );
  });

  it("lets everybody use a password again, after a question", async () => {
    const required = { ...policy, passwordSignIn: false, ssoRequiredFrom: "2026-01-01T08:00:00Z" };
    server.answers["GET sign-in-policy"] = () => json(200, required);
    server.answers["DELETE sign-in-policy/requirement"] = () => json(200, policy);
    await open("/sso-settings/policy");
    await screen.findByText("SSO is required");
    await press("Allow passwords again");
    const dialog = within(await screen.findByRole("dialog"));
    await userEvent.click(dialog.getByRole("button", { name: "Allow passwords again" }));
    await screen.findByText("Passwords are allowed again.");
    expect(server.asked("DELETE sign-in-policy/requirement")[0]?.ifMatch).toBe('"7"');
  });

  it.each([
    [true, false, "Everyone confirms their account here once, with their password."],
    [true, false, "The person confirms their account here once, with their password."],
    [true, true, /^Everyone .* once, with their password or a code that we e-mail them\.$/],
    [true, true, /^The person .* once, with their password or a code that we e-mail them\.$/],
    [true, true, /that user's password or a code sent to that address\.$/],
    [false, true, "The person confirms their account here once, with a code that we e-mail them."],
    [false, false, /^No one can confirm their account here/],
  ])("says what proves an account: passwords %s, mail %s: %s", async (passwordSignIn, mail, text) => {
    server.answers["GET sign-in-policy"] = () => json(200, { ...policy, passwordSignIn, mail });
    await open("/sso-settings/policy");
    await screen.findByText(text);
  });

  it("sends nothing when nothing differs, and knows a number from a word", () => {
    const same = { sessionIdleMinutes: "0480", contactText: " Call 4100. ", straightToProvider: false };
    expect(changeOf({}, policy)).toBeNull();
    expect(changeOf({ ...same, firstSignIn: policy.firstSignIn }, policy)).toBeNull();
    expect(changeOf({ ...same, logDays: "30", straightToProvider: true, contactText: "" }, policy)).toEqual({
      logDays: 30,
      straightToProvider: true,
      contactText: "",
    });
    expect(wrongIn({ sessionIdleMinutes: "ten", logDays: "731", auditDays: "179" }, limits)).toEqual([
      "sessionIdleMinutes",
      "logDays",
      "auditDays",
    ]);
    expect(wrongIn({ sessionIdleMinutes: "", logDays: "730" }, limits)).toEqual(["sessionIdleMinutes"]);
    expect(wrongIn({}, limits)).toEqual([]);
  });
});
