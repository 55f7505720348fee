import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ProblemCode } from "../api/problem.ts";
import type { components } from "../api/schema.gen.ts";
import { open, serve, tom } from "../shell/testing.tsx";
import { json, problem } from "../testing/server.ts";
import { changeOf, wrongIn } from "./draft.ts";
import { limits } from "./policy-form.tsx";
import { readMoment, tomorrowMorning, typedMoment } from "./when.tsx";

type Schemas = components["schemas"];

const connectionId = "C".repeat(22);
const ana: Schemas["PersonName"] = { id: "usr_me", name: "Ana Ruiz", email: "ana@acme.example", role: "super_admin" };
const policy: Schemas["SignInPolicy"] = {
  passwordSignIn: true,
  ssoRequiredFrom: null,
  sessionIdleMinutes: 480,
  sessionAbsoluteMinutes: 720,
  contactText: "Call 4100.",
  logDays: 180,
  auditDays: 180,
  straightToProvider: false,
  firstSignIn: [
    { connectionId, provider: "google", label: null, linking: "automatic", weakProof: "ask", differentEmail: false },
  ],
  exempt: [ana],
  mail: false,
  changedAt: null,
  changedBy: "Ana Ruiz",
  etag: '"7"',
};
const forecast = { connectionId, people: 62, linked: 41, silent: 14, ask: 4, refused: 3, unknown: 0 };
const requirement: Schemas["Requirement"] = {
  providers: [{ provider: "google" }],
  ownSignIn: { provider: "google", at: new Date().toISOString() },
  breakGlass: [],
  people: 62,
  notConnected: 14,
  notConnectedPeople: [{ id: tom.id, name: tom.name, email: tom.email, role: "agent" }],
  exempt: [],
};
const announcement: Schemas["Announcement"] = {
  mail: true,
  people: 12,
  toConnect: 13,
  subject: "Acme Support: passwords end on 2026-12-01 08:00 (Europe/Madrid)",
  text: "Hello Ana Ruiz,\n\nAcme Support requires SSO.",
  reminderAt: new Date(Date.now() + 86_400_000).toISOString(),
};
const proof = { ...ana, provenAt: new Date().toISOString(), exempt: true, isMe: true };

let server: ReturnType<typeof serve>;
beforeEach(() => {
  server = serve({
    "GET sign-in-policy": () => json(200, policy),
    "GET sign-in-policy/requirement": () => json(200, requirement),
    "POST sign-in-policy/requirement/preview": () => json(200, announcement),
    "GET connection-forecasts": () => json(200, { items: [forecast] }),
  });
});
afterEach(() => {
  cleanup();
  history.replaceState(null, "", "/");
});

const press = async (name: string) => userEvent.click(await screen.findByRole("button", { name }));
const step = (number: number) =>
  within(screen.getByRole("heading", { name: new RegExp(`^Step ${number}:`) }).closest("li") as HTMLElement);

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

describe("requiring SSO (S11)", () => {
  it("proves a sign-in without SSO by a password typed now", async () => {
    server.answers["POST sign-in-policy/break-glass"] = () => problem(401, "credentials_invalid");
    await open("/sso-settings/require");
    await screen.findByRole("heading", { name: "Step 2: Someone can sign in without SSO" });
    step(2).getByText("To do");
    await userEvent.type(step(2).getByLabelText("E-mail of a super admin"), "ana@acme.example");
    await userEvent.type(step(2).getByLabelText("Password"), "wrong one");
    await press("Confirm it now");
    await step(2).findByText("That did not match. Check and try again.");
    server.answers["POST sign-in-policy/break-glass"] = () => json(200, { ...requirement, breakGlass: [proof] });
    server.answers["GET sign-in-policy/requirement"] = () => json(200, { ...requirement, breakGlass: [proof] });
    await press("Confirm it now");
    await step(2).findByText("Done");
    step(2).getByText(/^Ana Ruiz \(ana@acme\.example\) confirmed the password today,/);
  });

  it.each([
    ["announced", true, new Date(Date.now() + 86_400_000), "SSO is required starting tomorrow"],
    ["required", false, new Date(Date.now() - 86_400_000), "SSO has been required since yesterday"],
  ])(
    "says that it is %s, with the way back, and the steps only to change the date",
    async (_, passwordSignIn, at, said) => {
      const ssoRequiredFrom = at.toISOString();
      server.answers["GET sign-in-policy"] = () => json(200, { ...policy, passwordSignIn, ssoRequiredFrom });
      await open("/sso-settings/require");
      await screen.findByText((text) => text.startsWith(said));
      await screen.findByRole("button", { name: "Allow passwords again" });
      expect(screen.queryByRole("heading", { name: /^Step/ })).toBeNull();
      await press("Change the date");
      const from = at > new Date() ? typedMoment(at) : tomorrowMorning(new Date());
      expect(step(4).getByLabelText<HTMLInputElement>(/^SSO is required from/).value).toBe(from);
      expect(document.activeElement).toBe(step(4).getByLabelText(/^SSO is required from/));
    },
  );

  it("says first that no provider is on, and where to turn one on", async () => {
    server.answers["GET sign-in-policy/requirement"] = () => json(200, { ...requirement, providers: [] });
    await open("/sso-settings/require");
    await screen.findByRole("heading", { name: "No provider is on yet" });
    expect(screen.getByRole("link", { name: "Open the SSO settings" }).getAttribute("href")).toBe("/sso-settings");
    expect(screen.queryByRole("heading", { name: /^Step/ })).toBeNull();
  });

  it("goes to a provider that is on, to come back to this step", async () => {
    server.answers["GET sign-in-policy/requirement"] = () =>
      json(200, { ...requirement, providers: [{ provider: "partner", label: "Partner login" }], ownSignIn: null });
    server.answers["POST /api/v1/sign-in/sso"] = () => json(201, { authorizationUrl: "https://idp.example/authorize" });
    await open("/sso-settings/require");
    const { go } = await import("../browser/go.ts");
    const to = vi.spyOn(go, "to").mockReturnValue();
    await press("Sign in with Partner login now");
    await waitFor(() => expect(to).toHaveBeenCalledWith("https://idp.example/authorize"));
    expect(server.asked("POST /api/v1/sign-in/sso")[0]?.body).toEqual({
      organization: "acme",
      provider: "partner",
      returnTo: "/sso-settings/require",
    });
  });

  it("closes a step that is done, and opens it on demand", async () => {
    server.answers["GET sign-in-policy/requirement"] = () => json(200, { ...requirement, breakGlass: [proof] });
    await open("/sso-settings/require");
    await screen.findByRole("heading", { name: /^Step 2/ });
    expect(step(1).queryByRole("button")).toBeNull();
    expect(step(2).queryByLabelText("Password")).toBeNull();
    await press("Confirm another password");
    expect(document.activeElement).toBe(step(2).getByLabelText("E-mail of a super admin"));
  });

  it("shows who will be told and the message, before it is sent", async () => {
    await open("/sso-settings/require");
    await screen.findByRole("heading", { name: /^Step 5/ });
    await step(5).findByText(
      /^12 people lose their password and get an e-mail right away\. They get another one tomorrow/,
    );
    await userEvent.click(step(5).getByText("Read the e-mail"));
    step(5).getByText(announcement.subject);
    step(5).getByText(/Acme Support requires SSO\./);
    const from = readMoment(tomorrowMorning(new Date()))?.toISOString();
    expect(server.asked("POST sign-in-policy/requirement/preview")[0]?.body).toEqual({
      from,
      exempt: [],
      language: "en",
    });
  });

  it("says that nobody is told where no mail is sent", async () => {
    server.answers["POST sign-in-policy/requirement/preview"] = () => json(200, { ...announcement, mail: false });
    await open("/sso-settings/require");
    await screen.findByText(/^This deployment does not send e-mail\. Tell the 12 people/);
    expect(screen.queryByText("Read the e-mail")).toBeNull();
  });

  it("names who is not connected, and the effect in sentences", async () => {
    await open("/sso-settings/require");
    await screen.findByRole("heading", { name: /^Step 3/ });
    step(3).getByText(/^14 active people have no connected account, of 62 in all\./);
    step(3).getByText("and 13 more");
    step(5).getByText("Starting tomorrow, 08:00, passwords are refused for everyone who is not exempt.");
    step(5).getByText("1 person is exempt: Ana Ruiz.");
    await step(5).findByText("13 people have to connect an account at their first sign-in.");
  });

  it("is sent with the date and the people who become exempt", async () => {
    server.answers["GET users"] = () => json(200, { items: [tom], next: null, total: 1 });
    server.answers["PUT sign-in-policy/requirement"] = () => json(200, policy);
    await open("/sso-settings/require");
    await press("Exempt another person");
    await userEvent.type(screen.getByRole("searchbox"), "to{Enter}");
    await press("Exempt: Tom Berg");
    step(5).getByText("2 people are exempt: Ana Ruiz and Tom Berg.");
    expect(document.activeElement?.textContent).toBe("Exempt another person");
    await press("Require SSO");
    await waitFor(() => expect(location.pathname).toBe("/sso-settings/policy"));
    const from = readMoment(tomorrowMorning(new Date()))?.toISOString();
    expect(server.asked("PUT sign-in-policy/requirement")).toMatchObject([
      { body: { from, exempt: [tom.id] }, ifMatch: '"7"' },
    ]);
  });

  it.each<[ProblemCode, number]>([
    ["own_sign_in_required", 1],
    ["break_glass_required", 2],
    ["config_changed", 5],
  ])("is refused with %s next to step %i", async (code, number) => {
    server.answers["PUT sign-in-policy/requirement"] = () => problem(409, code);
    await open("/sso-settings/require");
    await press("Require SSO");
    await step(number).findByRole("alert");
    expect(screen.getAllByRole("alert")).toHaveLength(1);
    expect(document.activeElement).toBe(step(number).getByRole("heading", { level: 2 }));
  });

  it("says at the date that it is not possible", async () => {
    const errors = [{ pointer: "/from", code: "out_of_range" }];
    server.answers["PUT sign-in-policy/requirement"] = () => problem(422, "validation_failed", { errors });
    await open("/sso-settings/require");
    await press("Require SSO");
    await step(4).findByText("Choose a time in the future, at most one year from now.");
    expect(document.activeElement).toBe(step(4).getByLabelText(/^SSO is required from/));
  });
});
