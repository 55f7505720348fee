import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ProblemCode } from "../api/problem.ts";
import { open, tom } from "../shell/testing.tsx";
import { press } from "../testing/controls.ts";
import { json, problem } from "../testing/server.ts";
import { announcement, policy, proof, requirement, serve } from "./testing.ts";
import { readMoment, tomorrowMorning, typedMoment } from "./when.tsx";

let server: ReturnType<typeof serve>;
beforeEach(() => {
  server = serve();
});

const step = (number: number) =>
  within(screen.getByRole("heading", { name: new RegExp(`^Step ${number}:`) }).closest("li") as HTMLElement);

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
