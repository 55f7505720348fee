import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { json, problem } from "../testing/server.ts";
import {
  check,
  connection,
  connectionId,
  failed,
  here,
  open,
  passed,
  running,
  serve,
  summary,
  testId,
} from "./testing.ts";

// A test does not really go to the provider.
const stay = (event: Event) => event.preventDefault();
beforeEach(() => document.addEventListener("click", stay));
afterEach(() => document.removeEventListener("click", stay));

const goLink = { name: /^Sign in with Microsoft to finish the test/ };
const reports = (server: ReturnType<typeof serve>) => server.asked(`GET ${here}/tests/${testId}`).length;

/** The names of the filled buttons: the next step. */
function filled(): (string | null)[] {
  return [...document.querySelectorAll('.mantine-Button-root[data-variant="filled"]')].map((one) => one.textContent);
}

describe("which test is shown", () => {
  it("is the one of the address", async () => {
    serve(failed());
    await open(`?test=${testId}`);
    await screen.findByRole("heading", { name: "Test of Microsoft Entra ID (Office 365)" });
    await screen.findByText(/Version 4, by Ana Ruiz\.$/);
    expect(document.title).toBe("Test of Microsoft Entra ID (Office 365) - Acme Support");
  });

  it("is the newest, if the address names none", async () => {
    const server = serve(failed());
    await open();
    await screen.findByText("Not passed: 1 check failed, of 13.");
    expect(reports(server)).toBe(1);
    expect(server.asked(`POST ${here}/tests`)).toEqual([]);
  });

  it("is none before the first one", async () => {
    const server = serve(failed());
    server.answer(`GET ${here}/tests`, () => json(200, { items: [] }));
    await open();
    await screen.findByRole("heading", { name: "No test yet" });
    expect(screen.getByRole("button", { name: "Run the test" })).toBeTruthy();
  });

  it("can't be any before something was saved", async () => {
    const server = serve(failed(), { live: null, draft: null, status: "draft" });
    server.answer(`GET ${here}/tests`, () => json(200, { items: [] }));
    await open();
    await screen.findByRole("heading", { name: "There is nothing to test yet" });
    expect(screen.queryByRole("button", { name: "Run the test" })).toBeNull();
  });

  it("starts at once when the address says so, and leaves no entry that starts another", async () => {
    const server = serve(running());
    await open("?start=1");
    await screen.findByRole("link", goLink);
    expect(server.asked(`POST ${here}/tests`)).toHaveLength(1);
    expect(location.search).toBe(`?test=${testId}`);
  });

  it("says why a test could not be started, and keeps the last one", async () => {
    const server = serve(failed());
    server.answer(`POST ${here}/tests`, () => problem(429, "rate_limited"));
    await open("?start=1");
    expect((await screen.findByRole("alert")).textContent).toContain("Too many tries");
    await screen.findByText("Not passed: 1 check failed, of 13.");
    expect(location.search).toBe("");
  });

  it("says that there is no such connection", async () => {
    const server = serve(failed());
    server.answer(`GET ${here}`, () => problem(404, "not_found"));
    await open();
    await screen.findByRole("heading", { level: 1, name: "This connection does not exist" });
  });

  it("tries again to load a report", async () => {
    const server = serve(failed());
    server.answer(`GET ${here}/tests/${testId}`, () => problem(503, "busy"));
    await open();
    const again = await screen.findByRole("button", { name: "Try again" });
    server.answer(`GET ${here}/tests/${testId}`, () => json(200, failed()));
    await userEvent.click(again);
    await screen.findByText("Not passed: 1 check failed, of 13.");
  });
});

describe("the first part", () => {
  it("shows its checks at once and the way to the provider in a new tab", async () => {
    const server = serve(running());
    await open("?start=1");
    const link = await screen.findByRole("link", goLink);
    expect(link.getAttribute("href")).toBe("https://login.example/authorize?x=1");
    expect([link.getAttribute("target"), link.getAttribute("rel")]).toEqual(["_blank", "noopener"]);
    screen.getByText("6 keys, fetched in 84 ms.");
    screen.getByText("0.4 s apart. Up to 60 s are fine.");
    screen.getByText("crm.example, the same as in your address bar.");
    expect(reports(server)).toBe(0);
  });

  it("has failed without an attempt", async () => {
    const report = {
      ...running(),
      state: "failed" as const,
      code: "sso_app_invalid",
      checks: [
        check("discovery"),
        check("credentials", {
          result: "failed",
          reason: "client_secret_invalid",
          received: "invalid_client AADSTS7000215",
        }),
      ],
    };
    const server = serve(report);
    server.answer(`POST ${here}/tests`, () => json(201, { authorizationUrl: null, report }));
    await open("?start=1");
    await screen.findByText("Not passed: 1 check failed, of 2.");
    expect(screen.getAllByText("Microsoft rejected the client secret.")).toBeTruthy();
    const hint = await screen.findByRole("complementary", { name: "What the code means" });
    within(hint).getByText("The client secret is wrong");
    // One remedy, in one wording, and the filled button is it.
    expect(hint.textContent).not.toContain("You, here:");
    expect(screen.getAllByText("What to do:")).toHaveLength(1);
    expect(filled()).toEqual(["Enter a new secret"]);
    expect(screen.getByRole("link", { name: "Enter a new secret" }).getAttribute("href")).toBe(
      `/sso-settings/connections/${connectionId}?fix=secret`,
    );
    screen.getByRole("button", { name: "Run the test again" });
    expect(screen.queryByRole("link", goLink)).toBeNull();
  });
});

describe("a failed test", () => {
  it.each([
    ["sso_app_invalid", "client_secret_expired", "Enter a new secret"],
    ["sso_app_invalid", "client_unknown", "Open the settings"],
    ["provider_config_error", "token_answer", "Open the settings"],
    ["provider_unreachable", "discovery_dns", "Run the test again"],
  ])("%s %s leads to what mends it", async (code, reason, name) => {
    serve({ ...failed(), code, checks: [check("credentials", { result: "failed", reason })] });
    await open();
    await screen.findByText("Not passed: 1 check failed, of 1.");
    expect(filled()).toEqual([name]);
  });

  it("is run again once the settings were changed", async () => {
    const checks = [check("credentials", { result: "failed", reason: "client_secret_invalid" })];
    serve({ ...failed(), code: "sso_app_invalid", current: false, checks });
    await open();
    await screen.findByText("Not passed: 1 check failed, of 1.");
    expect(filled()).toEqual(["Run the test again"]);
  });
});

describe("while somebody is at the provider", () => {
  it("looks every two seconds until the test has ended, then shows the result", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const server = serve(running());
    await open("?start=1");
    const link = await screen.findByRole("link", goLink);
    await act(() => vi.advanceTimersByTimeAsync(6000));
    expect(reports(server)).toBe(0);
    fireEvent.click(link);
    await screen.findByText("Waiting for your sign-in in the other tab...");
    await act(() => vi.advanceTimersByTimeAsync(4100));
    expect(reports(server)).toBe(2);
    server.answer(`GET ${here}/tests/${testId}`, () => json(200, failed()));
    await act(() => vi.advanceTimersByTimeAsync(2000));
    await screen.findByText("Not passed: 1 check failed, of 13.");
    await act(() => vi.advanceTimersByTimeAsync(6000));
    expect(reports(server)).toBe(3);
    expect(server.asked(`GET ${here}`).length).toBeGreaterThan(2);
  });

  it("asks after two minutes what was seen there", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    serve(running());
    await open("?start=1");
    fireEvent.click(await screen.findByRole("link", goLink));
    await act(() => vi.advanceTimersByTimeAsync(119_000));
    expect(screen.queryByRole("heading", { name: "What did you see at Microsoft?" })).toBeNull();
    await act(() => vi.advanceTimersByTimeAsync(2000));
    await screen.findByText(/^Nothing came back for 2 minutes\./);
    expect(screen.getByRole("radiogroup", { name: /^Choose what the page said/ })).toBeTruthy();
  });

  it("waits no longer than the attempt lives", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const server = serve(running());
    await open("?start=1");
    fireEvent.click(await screen.findByRole("link", goLink));
    await act(() => vi.advanceTimersByTimeAsync(10 * 60_000 + 4000));
    await screen.findByText("This test was not finished.");
    const before = reports(server);
    await act(() => vi.advanceTimersByTimeAsync(10_000));
    expect(reports(server)).toBe(before);
  });

  it("says in another tab that the test waits, and follows it", async () => {
    serve(running());
    await open(`?test=${testId}`);
    await screen.findByText("This test waits for a sign-in at Microsoft.");
    expect(screen.queryByRole("link", goLink)).toBeNull();
  });
});

describe("what was seen at the provider", () => {
  it.each([
    ["The redirect URI does not match", "AADSTS50011", ["Redirect URI", connection.copy.redirectUri]],
    ["The application or client is not known", "AADSTS700016", ["Client ID", connection.draft?.clientId]],
    ["The person is not assigned to the application", "AADSTS50105", ["Client ID", connection.draft?.clientId]],
    ["The account is in another directory", "AADSTS50020", ["Tenant ID", connection.draft?.tenant]],
    ["An administrator must approve", "AADSTS65001", ["Client ID", connection.draft?.clientId]],
    ["Access is blocked", "AADSTS53003", ["Client ID", connection.draft?.clientId]],
    ["Something else", "", ["Redirect URI", connection.copy.redirectUri]],
  ])("%s: says who must do what, and the value to compare", async (label, code, [name, value]) => {
    serve(running());
    await open("?start=1");
    await userEvent.click(await screen.findByRole("button", { name: "I saw an error at Microsoft" }));
    const radio = screen.getByRole("radio", { name: label });
    if (code) screen.getByText((text) => text.includes(code));
    await userEvent.click(radio);
    screen.getByText("Who has to act:");
    expect(screen.getByRole("button", { name: `Copy ${name}` }).parentElement?.textContent).toContain(value);
  });

  it("names the codes of Google for Google, and leaves out what Google does not say", async () => {
    serve({ ...running(), provider: "google" }, { provider: "google", kind: "google" });
    await open(`?test=${testId}`);
    await userEvent.click(await screen.findByRole("button", { name: "I saw an error at Google" }));
    screen.getByText("redirect_uri_mismatch");
    expect(screen.queryByRole("radio", { name: "The person is not assigned to the application" })).toBeNull();
  });
});

describe("the result", () => {
  it("says how many failed and why, and that nobody notices", async () => {
    serve(failed());
    await open();
    const notice = await screen.findByText("Not passed: 1 check failed, of 13.");
    const box = notice.closest(".notice") as HTMLElement;
    expect(box.textContent).toContain("The account belongs to another directory.");
    within(box).getByText("Version 3 stays live. Your people will not notice.");
    expect(screen.queryByRole("link", { name: "See who gets in, then turn on" })).toBeNull();
  });

  it("has the failed checks first, then those to look at, then the passed ones", async () => {
    serve(failed());
    await open();
    const part = await screen.findByRole("region", { name: "Your sign-in" });
    within(part).getByText("1 failed, 1 to look at, 6 passed, 1 for information");
    within(part).getByText("None in this token.");
    const signs = within(part).getAllByRole("img");
    expect(signs.map((sign) => sign.getAttribute("aria-label"))).toEqual([
      "Failed",
      "Look at this",
      ...Array(6).fill("Passed"),
      "For information",
    ]);
  });

  it("opens a failed check by itself: expected over received, the difference marked, and what to do", async () => {
    serve(failed());
    await open();
    const name = await screen.findByRole("heading", { name: "Directory (tenant)" });
    const item = name.closest("li") as HTMLElement;
    expect([...item.querySelectorAll("mark")].map((mark) => mark.textContent)).toEqual([
      "77-9e10-4d5b-8a44-1f0c6be2b901",
      "d3-52b8-4c0e-b7f6-90ad3e184c22",
    ]);
    expect(item.textContent).toContain("What to do: run the test again with an account at Acme Support.");
    expect(within(item).getByRole("link", { name: "add it to the lock" }).getAttribute("href")).toBe(
      `/sso-settings/connections/${connectionId}`,
    );
  });

  it("says what came back, and that secrets are never shown", async () => {
    serve(failed());
    await open();
    const card = await screen.findByRole("region", { name: "What came back" });
    for (const text of ["email", "ana.ruiz@acme.example", "tid", "Secrets and tokens are never shown."])
      within(card).getByText(text);
  });

  it("falls back to the text of the code for a reason that is new", async () => {
    const odd = check("token", { result: "failed", reason: "brand_new" });
    serve({ ...failed(), code: "provider_unreachable", checks: [odd] });
    await open();
    await screen.findByText("Not passed: 1 check failed, of 1.");
    expect(screen.getAllByText(/could not be reached/).length).toBeGreaterThan(0);
  });

  it("leads on when it passed and nothing is on", async () => {
    serve(passed(), { status: "tested", live: null });
    await open();
    const notice = (await screen.findByText("Nothing is turned on yet.")).closest(".notice");
    expect(notice?.textContent).toContain("Passed. Every check passed.");
    expect(screen.getByRole("link", { name: "See who gets in, then turn on" }).getAttribute("href")).toBe(
      `/sso-settings/connections/${connectionId}/preview`,
    );
  });

  it("says that it is live now", async () => {
    serve(passed(), { live: { ...(connection.live as NonNullable<typeof connection.live>), number: 4 }, draft: null });
    await open();
    await screen.findByText("It is live now: sign-ins use version 4.");
    expect(screen.queryByRole("link", { name: "See who gets in, then turn on" })).toBeNull();
  });

  it("counts no longer after a change", async () => {
    serve({ ...passed(), current: false }, { status: "tested", live: null });
    await open();
    await screen.findByText("The settings were changed after this test, so it no longer counts.");
    expect(screen.queryByRole("link", { name: "See who gets in, then turn on" })).toBeNull();
  });

  it("tells the tab that came back that it may be closed", async () => {
    vi.spyOn(performance, "getEntriesByType").mockReturnValue([
      { type: "navigate", name: `https://crm.example/test?test=${testId}` } as never,
    ]);
    serve(passed());
    await open(`?test=${testId}`);
    await screen.findByText(/^You can close this tab\./);
  });

  it("is not said to be closed in the tab that started it", async () => {
    vi.spyOn(performance, "getEntriesByType").mockReturnValue([
      { type: "navigate", name: "https://crm.example/test?start=1" } as never,
    ]);
    serve(passed());
    await open(`?test=${testId}`);
    await screen.findByText("Passed.");
    expect(screen.queryByText(/^You can close this tab\./)).toBeNull();
  });

  it.each([
    [
      { outcome: "silent", code: null, reason: "", isMe: false, name: "Maya" },
      "Would be connected to Maya at the first sign-in.",
    ],
    [
      { outcome: "ask", code: null, reason: "super_admin", isMe: true, name: "Ana" },
      "Would ask you, Ana, once to confirm your account here. Super admins are always asked once.",
    ],
    [
      { outcome: "refused", code: "user_not_authorized", reason: "no_user", isMe: false, name: null },
      "Would be refused. No user has this address.",
    ],
  ] as const)("says who it would be: %#", async (person, said) => {
    serve({ ...passed(), person, checks: [check("person", { result: "look", reason: person.reason })] });
    await open();
    await screen.findByText(said);
  });
});

describe("the lock", () => {
  const unlocked = { value: "4f1c2a77-9e10-4d5b-8a44-1f0c6be2b901", domain: "acme.example", locked: false };

  it("is offered in one click when the account showed it", async () => {
    const server = serve({ ...passed(), learned: unlocked }, { lockedTo: [] });
    server.answer(`PATCH ${here}`, () => json(200, { ...connection, lockedTo: [unlocked.value] }));
    await open();
    await userEvent.click(await screen.findByRole("button", { name: "Lock to acme.example" }));
    await screen.findByText("Locked to acme.example.");
    const [sent] = server.asked(`PATCH ${here}`);
    expect([sent?.ifMatch, sent?.body]).toEqual(['"7"', { lockedTo: [unlocked.value] }]);
    expect(screen.queryByRole("button", { name: "Lock to acme.example" })).toBeNull();
    expect(document.activeElement).toBe(screen.getByRole("heading", { level: 1 }));
  });

  it("is the filled button until it is done; then its line has passed and the rest is counted anew", async () => {
    const notLocked = (name: "lock" | "proof" | "person") =>
      check(name, { result: "look", reason: "tenant_not_locked" });
    const checks = [check("redirect"), notLocked("lock"), notLocked("proof"), notLocked("person")];
    const person = { outcome: "ask", code: null, reason: "tenant_not_locked", isMe: true, name: "Ana" } as const;
    const server = serve(
      { ...passed(), checks, person, learned: unlocked },
      { status: "tested", live: null, lockedTo: [] },
    );
    await open();
    await screen.findByText(/3 things to look at\.$/);
    expect(filled()).toEqual(["Lock to acme.example"]);
    const locked = { ...connection, status: "tested", live: null, lockedTo: [unlocked.value] };
    for (const method of ["PATCH", "GET"] as const) server.answer(`${method} ${here}`, () => json(200, locked));
    await userEvent.click(screen.getByRole("button", { name: "Lock to acme.example" }));
    await screen.findByText("Locked to acme.example.");
    expect(screen.queryByText(/things? to look at|Every check passed/)).toBeNull();
    expect(filled()).toEqual(["See who gets in, then turn on"]);
    expect(document.activeElement?.textContent).toBe("See who gets in, then turn on");
    const part = screen.getByRole("region", { name: "Your sign-in" });
    within(part).getByText("2 passed, 2 not reached");
    expect(part.textContent).not.toMatch(/No tenant is locked|While no tenant|Would ask you/);
  });

  it("to something else than the account that was seen is not taken for passed", async () => {
    const checks = [check("lock", { result: "look", reason: "tenant_not_locked" })];
    serve({ ...passed(), checks, learned: unlocked }, { lockedTo: ["another"] });
    await open();
    within(await screen.findByRole("region", { name: "Your sign-in" })).getByText("1 not reached");
  });

  it("is not offered when there is one", async () => {
    serve({ ...passed(), learned: { ...unlocked, locked: true } });
    await open();
    await screen.findByText("Passed.");
    expect(screen.queryByRole("button", { name: /^Lock to/ })).toBeNull();
  });

  it("says who changed the settings meanwhile, and reads them again", async () => {
    const server = serve({ ...passed(), learned: unlocked }, { lockedTo: [] });
    server.answer(`PATCH ${here}`, () => problem(412, "config_changed", { changedBy: "Sofia Marchetti" }));
    await open();
    await userEvent.click(await screen.findByRole("button", { name: "Lock to acme.example" }));
    await screen.findByText("Sofia Marchetti saved other changes in the meantime. Review them, then lock.");
    await waitFor(() => expect(server.asked(`GET ${here}`)).toHaveLength(2));
  });
});

describe("the other tests of the connection", () => {
  it("lead to their reports, with their states", async () => {
    const server = serve(failed());
    const older = { ...summary, id: "O".repeat(22), versionNumber: 3, state: "passed", startedBy: "Maya" };
    const oldest = { ...older, id: "P".repeat(22), versionNumber: 2, current: false };
    server.answer(`GET ${here}/tests`, () => json(200, { items: [summary, older, oldest] }));
    await open();
    const card = await screen.findByRole("region", { name: "Tests of this connection" });
    const items = await within(card).findAllByRole("listitem");
    expect(items.map((item) => item.querySelector(".chip")?.textContent)).toEqual([
      "Not passed",
      "Passed",
      "Out of date",
    ]);
    within(items[1] as HTMLElement).getByText("Live.");
    expect(
      within(items[1] as HTMLElement)
        .getByRole("link")
        .getAttribute("href"),
    ).toContain(`?test=${older.id}`);
  });
});

describe("the report as text", () => {
  it("is copied whole", async () => {
    const user = userEvent.setup();
    serve(failed());
    await open();
    await user.click(await screen.findByRole("button", { name: "Copy as text" }));
    const text = await navigator.clipboard.readText();
    for (const part of [
      "Test of Microsoft Entra ID (Office 365)",
      "Version 4, Not passed",
      "[Failed] Directory (tenant): The account belongs to another directory.",
      "Reason: other_tenant",
      "Expected: 4f1c2a77-9e10-4d5b-8a44-1f0c6be2b901",
      "What to do: run the test again",
      "[Passed] Signing keys: 6 keys, fetched in 84 ms.",
      "tid: 4f1c2ad3-52b8-4c0e-b7f6-90ad3e184c22",
    ])
      expect(text).toContain(part);
    await screen.findByText("Report copied");
  });

  it("is shown and selected if the clipboard is refused", async () => {
    const user = userEvent.setup();
    serve(failed());
    await open();
    vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new DOMException("no"));
    await user.click(await screen.findByRole("button", { name: "Copy as text" }));
    const field = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "The report as text" });
    expect(document.activeElement).toBe(field);
    expect(field.value).toContain("Reason: other_tenant");
  });
});
