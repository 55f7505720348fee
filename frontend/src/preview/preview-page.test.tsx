import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { json, problem } from "../testing/server.ts";
import { connectionId, erik, forecast, here, open, serve } from "./testing.ts";

const last = (server: ReturnType<typeof serve>) => server.asked(`GET ${here}/preview`).at(-1)?.query;

describe("the numbers", () => {
  it("come first: one bar and three counts, with the reasons in words", async () => {
    serve();
    await open();
    await screen.findByText(/^A forecast for 148 people\./);
    expect(document.title).toBe("Who will get in - Acme Support");
    const bar = screen.getByRole("img", {
      name: "Of 148 people: get in with one click 121, confirm once 18, cannot get in 9.",
    });
    expect([...bar.querySelectorAll("rect")].map((part) => part.getAttribute("class"))).toEqual([
      "click",
      "ask",
      "refused",
    ]);
    expect(bar.querySelectorAll("[style]")).toHaveLength(0);
    const counts = screen.getByRole("region", { name: "Forecast" });
    expect([...counts.querySelectorAll(".big")].map((count) => count.textContent)).toEqual(["121", "18", "9"]);
    for (const text of [
      "3: Super admins are always asked once.",
      "7: The address is outside the lock: acme.example.",
      "6 of them can still sign in with a password.",
      "Already connected: 20.",
    ])
      within(counts).getByText(text);
  });

  it("leave out a part that is nobody", async () => {
    serve({}, { people: 5, linked: 0, silent: 5, ask: 0, refused: 0, reasons: [], items: [], total: 0 });
    await open();
    const bar = await screen.findByRole("img", { name: /^Of 5 people: get in with one click 5,/ });
    expect(bar.querySelectorAll("rect")).toHaveLength(1);
    screen.getByText("Everyone gets in.");
    screen.getByText("No one is asked.");
  });

  it("I3, I11: say who is not known yet, and promise nothing for them", async () => {
    const reasons = [{ outcome: "unknown", reason: "no_test", people: 6 }] as const;
    serve({}, { people: 6, linked: 0, silent: 0, ask: 0, refused: 0, unknown: 6, reasons: [...reasons], items: [] });
    await open();
    await screen.findByRole("img", { name: /cannot get in 0\. Not known yet: 6\.$/ });
    expect(screen.queryByText("Everyone gets in.")).toBeNull();
    screen.getByText("6: No passed test of this version shows how Google describes such an account.");
  });

  it("name the domains that are taken for the provider's own", async () => {
    serve();
    await open();
    const card = await screen.findByRole("region", { name: "Domains the forecast counts as verified by Google" });
    expect([...card.querySelectorAll("code")].map((code) => code.textContent)).toEqual(forecast.domains);
  });

  // finding 1
  it.each([
    [["test", "accounts", "lock"], "It is based on your policy, a passed test, the connected accounts and the lock."],
    [["lock"], "It is based on your policy and the lock."],
    [[], /based on your policy alone: there is no passed test, connected account/],
  ] as const)("say what they are based on: %s", async (sources, said) => {
    serve({}, { sources: [...sources] });
    await open();
    await screen.findByText(said, { exact: false });
  });

  it("say nothing of addresses where a tenant is locked", async () => {
    const outside = { outcome: "refused", reason: "other_tenant" } as const;
    const of = {
      kind: "microsoft",
      provider: "microsoft",
      lockedTo: ["6f1c2a34-0000-4000-8000-000000000000"],
    } as const;
    const items = [{ ...forecast.items[0], ...outside } as (typeof forecast.items)[number]];
    serve({ ...of, lockedTo: [...of.lockedTo] }, { reasons: [{ ...outside, people: 9 }], items });
    await open();
    await screen.findByText("9: The account belongs to a tenant that is not locked.");
    const row = (await screen.findByText("Erik Holm")).closest("tr") as HTMLElement;
    within(row).getByRole("link", { name: "Add it to the lock" });
    expect(row.textContent).toContain("or leave password sign-in on");
    expect(document.body.textContent).not.toContain("6f1c2a34");
  });

  it("say that no address is proven without a domain", async () => {
    serve({}, { domains: [] });
    await open();
    await screen.findByText(/^None for certain yet\./);
  });

  it("try again when they did not come", async () => {
    const server = serve();
    server.answer(`GET ${here}/preview`, () => problem(503, "busy"));
    await open();
    const again = await screen.findByRole("button", { name: "Try again" });
    expect(screen.queryByRole("button", { name: "Turn on Google" })).toBeNull();
    server.answer(`GET ${here}/preview`, () => json(200, forecast));
    await userEvent.click(again);
    await screen.findByRole("region", { name: "Forecast" });
  });

  it("are none for a connection that is not there", async () => {
    const server = serve();
    server.answer(`GET ${here}`, () => problem(404, "not_found"));
    await open();
    await screen.findByRole("heading", { level: 1, name: "This connection does not exist" });
  });
});

describe("who, and why", () => {
  it("begins with those who cannot get in, and says what can be done", async () => {
    const server = serve();
    await open();
    const row = (await screen.findByText("Erik Holm")).closest("tr") as HTMLElement;
    // They come with the numbers: one question for both.
    expect(server.asked(`GET ${here}/preview`).map(({ query }) => query)).toEqual([{ outcome: "worst", limit: "25" }]);
    within(row).getByText("The address is outside the lock: acme.example.");
    expect(within(row).getByRole("link", { name: "Add it to the lock" }).getAttribute("href")).toBe(
      `/sso-settings/connections/${connectionId}`,
    );
    expect(row.textContent).toContain("or leave password sign-in on");
    const dana = screen.getByText("Dana Whitfield").closest("tr") as HTMLElement;
    expect(within(dana).getByRole("link", { name: "Review the accounts" }).getAttribute("href")).toBe(
      "/users?id=usr_dana",
    );
    screen.getByText("Has no password, so no way to sign in.");
    screen.getByText("Can use a password although SSO is required.");
    screen.getByText("People: 1 to 4 of 9");
  });

  it.each([
    ["ask", "Confirm once", { reason: "super_admin" }, "Super admins are always asked once.", null],
    ["ask", "Confirm once", { reason: "policy_confirm" }, "Your policy asks everyone once.", "Change the policy"],
    [
      "ask",
      "Confirm once",
      { reason: "domain_not_verified" },
      "You have not verified the domain of the address here.",
      "Verify the domain",
    ],
    ["silent", "One click", { reason: "" }, "The address matches, and Google verifies it.", null],
    ["silent", "One click", { reason: "personal_address" }, "A personal address.", "Open the user"],
    ["linked", "Already connected", { reason: "" }, "Has connected an account.", null],
    [
      "unknown",
      "Not known yet",
      { reason: "domain_unseen" },
      "No test, connected account or verified domain shows which organization accounts with this e-mail domain belong to.",
      "Run a test with such an account",
    ],
    [
      "refused",
      "Cannot get in",
      { reason: "no_proof" },
      "Would have to confirm the account once, but has no password, and this deployment does not e-mail codes.",
      "Open the user",
    ],
    ["refused", "Cannot get in", { reason: "brand_new", code: null }, "brand_new", "Open the user"],
  ] as const)("has a list for %s (%s, %o)", async (outcome, tab, more, why, can) => {
    const server = serve();
    const list = { ...forecast, items: [{ ...erik, outcome, code: null, ...more }], total: 1 };
    server.answer(`GET ${here}/preview`, ({ query }) =>
      json(200, query.outcome === outcome || outcome === "refused" ? list : forecast),
    );
    await open();
    await userEvent.click(await screen.findByRole("link", { name: new RegExp(`^${tab}`) }));
    // What the numbers came with is there already.
    await waitFor(() => expect(last(server)?.outcome).toBe(outcome === "refused" ? "worst" : outcome));
    const row = (await screen.findByText("Erik Holm")).closest("tr") as HTMLElement;
    within(row).getByText(why);
    expect(within(row).queryByRole("link")?.textContent ?? null).toBe(can);
    expect(location.search).toBe(`?outcome=${outcome}`);
  });

  it("turns its pages, and the address keeps them", async () => {
    const server = serve({}, { total: 40 });
    await open("?outcome=ask");
    await userEvent.click(await screen.findByRole("button", { name: "Next" }));
    await waitFor(() => expect(last(server)).toEqual({ outcome: "ask", limit: "25", offset: "25" }));
    expect(location.search).toBe("?outcome=ask&offset=25");
    await userEvent.click(await screen.findByRole("button", { name: "Back" }));
    await waitFor(() => expect(location.search).toBe("?outcome=ask"));
  });

  it("says when nobody has an outcome", async () => {
    serve({}, { items: [], total: 0, linked: 0 });
    await open("?outcome=linked");
    await screen.findByRole("heading", { name: "No one" });
  });

  it("can be saved as a file", async () => {
    const saved: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
      saved.push(this.download);
    });
    const server = serve();
    await open();
    await userEvent.click(await screen.findByRole("button", { name: "Download list" }));
    await userEvent.click(screen.getByRole("button", { name: /^CSV/ }));
    await screen.findByText("The file is saved.");
    expect(server.asked(`GET ${here}/preview/export`)[0]?.query).toEqual({ format: "csv" });
    expect(saved).toEqual([expect.stringMatching(/^preview-acme-google-\d{4}-\d\d-\d\d\.csv$/)]);
  });
});
