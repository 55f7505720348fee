import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { json, problem } from "../testing/server.ts";
import type { Connection } from "./states.ts";
import { blank, card, connection, hoursAgo, inDays, open, policy, serve, version } from "./testing.tsx";

let server: ReturnType<typeof serve>;
beforeEach(() => {
  server = serve();
});

const microsoft: Connection = { ...connection, id: "con_2", provider: "microsoft", kind: "microsoft" };
const partner: Connection = {
  ...connection,
  id: "con_3",
  provider: "partner",
  kind: "openid",
  label: "Partner login",
  status: "degraded",
  degraded: { since: hoursAgo(0), reason: "client_secret_invalid" },
};

/** The buttons and links of a card's foot, the filled one marked. */
function buttons(of: HTMLElement): string[] {
  return [...of.querySelectorAll("footer > .mantine-Button-root")].map(
    (one) => `${one.getAttribute("data-variant") === "filled" ? "*" : ""}${one.textContent}`,
  );
}

describe("a card says the state and offers what matters", () => {
  const draft = { ...version, state: "draft" as const, passedAt: null };
  const failed = connection.lastTest && { ...connection.lastTest, current: true, state: "failed" as const };
  it.each<[string, Partial<Connection>, string[], string[]]>([
    ["nothing entered", blank, ["Not set up"], ["*Set up"]],
    ["saved", { ...blank, draft }, ["Saved, not tested"], ["*Test", "Edit"]],
    ["saved, and its test failed", { ...blank, draft, lastTest: failed }, ["Saved, test failed"], ["*Edit", "Test"]],
    [
      "on, and a new version failed its test",
      { draft, lastTest: failed },
      ["On", "New version failed its test"],
      ["*Test", "Edit", "Turn off"],
    ],
    ["tested", { ...blank, status: "tested", draft: version }, ["Tested, not on"], ["*Turn on", "Edit", "Test"]],
    ["on", {}, ["On"], ["Edit", "Test", "Turn off"]],
    ["on, with a new version", { draft }, ["On", "New version not tested"], ["*Test", "Edit", "Turn off"]],
    ["off", { status: "disabled" }, ["Off"], ["Turn on", "Edit", "Test"]],
    [
      "not working",
      { status: "degraded", degraded: { since: hoursAgo(1), reason: "client_secret_expired" } },
      ["Not working"],
      ["*Fix", "Test", "Turn off"],
    ],
    [
      "secret about to end",
      { live: { ...version, secretExpiresAt: inDays(12) } },
      ["On", "Secret expires in 12 days"],
      ["*Rotate secret", "Edit", "Test"],
    ],
    [
      "secret over",
      { live: { ...version, secretExpiresAt: hoursAgo(1) } },
      ["On", "Secret has expired"],
      ["*Rotate secret", "Edit", "Test"],
    ],
  ])("%s", async (_, state, chips, actions) => {
    server.has([{ ...connection, ...state }]);
    await open("/sso-settings");
    const google = await card("Google");
    expect([...google.querySelectorAll(".chip")].map((chip) => chip.textContent)).toEqual(chips);
    expect(buttons(google)).toEqual(actions);
  });

  it("shows the application, the lock, the last test and the last day", async () => {
    server.has([connection]);
    await open("/sso-settings");
    const google = await card("Google");
    for (const text of ["412709…9t2k…", "acme.example, locked", "43", "40", "2", "1"]) within(google).getByText(text);
    within(google).getByText(/by Ana Ruiz, passed$/);
    expect(within(google).getByRole("link", { name: "Test: Google" }).getAttribute("href")).toBe(
      "/sso-settings/connections/con_1/test",
    );
  });

  it("a test of an older version counts for nothing", async () => {
    server.has([{ ...connection, lastTest: connection.lastTest && { ...connection.lastTest, current: false } }]);
    await open("/sso-settings");
    within(await card("Google")).getByText("None for this version");
  });

  it("many who did not come back stand out, with the way to find out why", async () => {
    server.has([
      { ...connection, lastDay: { started: 29, finished: 18, asked: 0, refused: 3, failed: 0, notReturned: 8 } },
    ]);
    await open("/sso-settings");
    const google = await card("Google");
    const [count, other] = ["not returned", "signed in"].map((of) => within(google).getByText(of).nextElementSibling);
    expect(count?.textContent).toBe("8");
    expect([count?.getAttribute("style"), other?.getAttribute("style") ?? ""]).toEqual([
      expect.stringContaining("--bad"),
      expect.not.stringContaining("--bad"),
    ]);
    expect(within(google).getByRole("link", { name: "Find out which one" }).getAttribute("href")).toMatch(
      /con_1\/test$/,
    );
  });
});

describe("a card that is not on says what people see now", () => {
  const draft: Connection = { ...blank, draft: { ...version, state: "draft", passedAt: null } };
  const tested: Connection = { ...blank, status: "tested", draft: version };
  const shown = /^People see this button on the sign-in page, but it only says that Google is not set up yet\./;
  const hidden = /^No one sees this button on the sign-in page yet\./;
  it.each<[string, Connection[], RegExp]>([
    ["saved, and nothing was ever on", [draft], shown],
    ["tested, and nothing was ever on", [tested], shown],
    ["saved beside another that is on", [draft, microsoft], hidden],
    ["tested beside another that does not work", [tested, partner], hidden],
    ["saved beside another that is off", [draft, { ...microsoft, status: "disabled" }], hidden],
  ])("%s", async (_, all, said) => {
    server.has(all);
    await open("/sso-settings");
    within(await card("Google")).getByText(said);
  });

  it("a provider of their own has no button before it is on", async () => {
    server.has([{ ...draft, provider: "partner", kind: "openid", label: "Partner login" }]);
    await open("/sso-settings");
    within(await card("Partner login")).getByText(hidden);
  });
});

describe("the page", () => {
  it("says how things stand, and first of all the worst", async () => {
    const expiring = { ...microsoft, live: { ...version, secretExpiresAt: inDays(12) } };
    server.has([connection, expiring, partner]);
    await open("/sso-settings");
    await screen.findByText("Google and Microsoft are on. Partner login is not working. Password sign-in is allowed.");
    expect(document.querySelectorAll(".notice")).toHaveLength(1);
    screen.getByText(/^Partner login has been refusing sign-ins since/);
    expect(screen.getByRole("link", { name: "Enter a new secret" }).getAttribute("href")).toMatch(/con_3\?fix=secret$/);
    expect(document.title).toBe("SSO settings - Acme Support");
  });

  it("without anything worse it speaks of the secret that ends", async () => {
    server.has([connection, { ...microsoft, live: { ...version, secretExpiresAt: inDays(12) } }]);
    await open("/sso-settings");
    await screen.findByText("Microsoft Entra ID (Office 365): Secret expires in 12 days.");
  });

  it("shows both brands before anything is set up, and begins with one click", async () => {
    server.answer("POST connections", () => json(201, blank));
    await open("/sso-settings");
    await screen.findByText("Google and Microsoft are not set up. Password sign-in is allowed.");
    expect(screen.queryByRole("button", { name: "Add a provider" })).toBeNull();
    expect(within(await card("Google")).getByText(/^About 10 minutes\./)).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Set up: Google" }));
    await waitFor(() => expect(location.pathname).toBe("/sso-settings/connections/con_1"));
    expect(server.asked("POST connections").map(({ body }) => body)).toEqual([{ provider: "google" }]);
  });

  it("leads to the verified domains also where no other providers may be added", async () => {
    server.has([]);
    await open("/sso-settings");
    await screen.findByRole("link", { name: "Verified domains" });
    expect(screen.queryByRole("button", { name: "Add a provider" })).toBeNull();
  });

  it("offers other providers only where the operator allows them", async () => {
    server.has([], true);
    server.answer("POST connections", () =>
      problem(422, "validation_failed", { errors: [{ pointer: "/provider", code: "taken" }] }),
    );
    await open("/sso-settings");
    expect((await screen.findByRole("link", { name: "Verified domains" })).getAttribute("href")).toBe(
      "/sso-settings/domains",
    );
    await userEvent.click(screen.getByRole("button", { name: "Add a provider" }));
    const dialog = await screen.findByRole("dialog", { name: "Add a provider" });
    await userEvent.click(within(dialog).getByRole("button", { name: "Add" }));
    expect(within(dialog).getAllByText("Enter a value")).toHaveLength(2);
    await userEvent.click(within(dialog).getByLabelText("Name"));
    await userEvent.paste("Partner Login");
    await userEvent.click(within(dialog).getByRole("button", { name: "Add" }));
    await within(dialog).findByText("This is already in use");
    expect(server.asked("POST connections")[0]?.body).toEqual({ provider: "partner-login", label: "Partner Login" });
  });

  it("a preset fills what the brand knows, and is kept", async () => {
    server.has([], true);
    server.answer("POST connections", () => problem(503, "busy"));
    await open("/sso-settings");
    await userEvent.click(await screen.findByRole("button", { name: "Add a provider" }));
    const dialog = await screen.findByRole("dialog", { name: "Add a provider" });
    await userEvent.selectOptions(within(dialog).getByLabelText("Provider"), "Auth0");
    expect(within(dialog).getByLabelText<HTMLInputElement>("Name").value).toBe("Auth0");
    expect(within(dialog).getByLabelText<HTMLInputElement>("Key").value).toBe("auth0");
    await userEvent.click(within(dialog).getByRole("button", { name: "Add" }));
    await within(dialog).findByRole("alert");
    expect(server.asked("POST connections")[0]?.body).toEqual({ provider: "auth0", label: "Auth0", preset: "auth0" });
  });

  it("one part that fails does not take the others with it", async () => {
    server.answer("GET connections", () => problem(503, "busy"));
    await open("/sso-settings");
    const cards = () => within(screen.getByRole("region", { name: "Providers" }));
    await waitFor(() => cards().getByRole("alert"));
    await screen.findByText("Allowed, SSO is optional");
    server.has([connection]);
    await userEvent.click(cards().getByRole("button", { name: "Try again" }));
    await card("Google");
  });

  it("sums the policy up, by provider where they differ", async () => {
    const first = {
      connectionId: "con_1",
      provider: "google",
      label: null,
      linking: "automatic",
      weakProof: "ask",
      differentEmail: false,
    };
    server.answer("GET sign-in-policy", () =>
      json(200, {
        ...policy,
        passwordSignIn: false,
        firstSignIn: [first, { ...first, provider: "microsoft", connectionId: "con_2", weakProof: "refuse" }],
      }),
    );
    await open("/sso-settings");
    const region = await screen.findByRole("region", { name: "Sign-in policy" });
    await within(region).findByText("Connect without asking when the address is verified");
    for (const text of [
      "Google: Ask the person to confirm",
      "Microsoft: Refuse",
      "For exempt people only, SSO is required",
      "8 hours idle, 12 hours at most",
    ])
      within(region).getByText(text);
    expect(within(region).getByRole("link").getAttribute("href")).toBe("/sso-settings/policy");
  });
});
