import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { json, problem, type Route } from "../testing/server.ts";
import { changedFields } from "./change-text.ts";
import { counts, detail, entry, open, serve } from "./testing.tsx";

let server: ReturnType<typeof serve>;
beforeEach(() => {
  server = serve();
});

const param = (name: string) => new URLSearchParams(location.search).get(name);
const last = (path: Route) => server.asked(path).at(-1)?.query;

describe("the menu and the pages", () => {
  it("lead a super admin to the log", async () => {
    await open("/");
    const menu = await screen.findByRole("navigation", { name: "Main" });
    expect(within(menu).getByRole("link", { name: "Home" }).getAttribute("aria-current")).toBe("page");
    await userEvent.click(within(menu).getByRole("link", { name: "Sign-in log" }));
    await screen.findByRole("heading", { name: "Sign-in log" });
    expect(within(menu).getByRole("link", { name: "Sign-in log" }).getAttribute("aria-current")).toBe("page");
    expect(document.title).toBe("Sign-in log - Acme Support");
  });

  it("open and close by the menu button", async () => {
    await open("/");
    const button = await screen.findByRole("button", { name: "Menu" });
    await userEvent.click(button);
    expect(button.getAttribute("aria-expanded")).toBe("true");
    await userEvent.click(screen.getByRole("link", { name: "Home" }));
    expect(button.getAttribute("aria-expanded")).toBe("false");
  });

  it.each(["/sign-in-log", "/sign-in-log/changes"])("do not exist for an agent: %s", async (path) => {
    server = serve("agent");
    await open(path);
    await screen.findByRole("heading", { name: "This page does not exist" });
    expect(screen.queryByRole("navigation", { name: "Main" })).toBeNull();
    expect(server.asked("GET sign-in-log")).toEqual([]);
    expect(server.asked("GET audit-events")).toEqual([]);
  });

  it("mark the tab that is shown", async () => {
    await open("/sign-in-log/changes");
    const tab = await screen.findByRole("link", { name: "Changes" });
    expect(tab.getAttribute("aria-current")).toBe("page");
    screen.getByRole("heading", { level: 1, name: "Changes" });
    expect(document.title).toContain("Changes");
    await userEvent.click(screen.getByRole("link", { name: "Sign-ins" }));
    expect(location.pathname).toBe("/sign-in-log");
  });
});

describe("the list", () => {
  it("shows time, result with its reason, person, and how long it is kept", async () => {
    await open("/sign-in-log");
    const row = (await screen.findByRole("link", { name: "7F3K-92QD" })).closest("tr") as HTMLElement;
    const texts = ["Refused", "Personal Google account", "maya.okafor82@gmail.com", "Google"];
    for (const text of [...texts, "203.0.113.24", "Chrome on Windows"]) within(row).getByText(text);
    screen.getByText("Kept for 180 days. Addresses without a user are kept for 30 days.");
    screen.getByText("Attempts: 1 to 1");
  });

  it("asks for what the address says", async () => {
    await open("/sign-in-log?search=maya&result=refused&provider=google&period=all");
    await screen.findByRole("link", { name: "7F3K-92QD" });
    expect(last("GET sign-in-log")).toEqual({ search: "maya", result: "refused", provider: "google", limit: "25" });
  });

  it("puts the chosen filters into the address, from the first page", async () => {
    await open("/sign-in-log?cursor=page2");
    await screen.findByRole("link", { name: "7F3K-92QD" });
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "Result" }), "refused");
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "Period" }), "all");
    expect(location.search).toBe("?result=refused&period=all");
    await waitFor(() => expect(last("GET sign-in-log")).toEqual({ result: "refused", limit: "25" }));
  });

  it("looks for a reference in all times", async () => {
    await open("/sign-in-log");
    await userEvent.type(await screen.findByRole("searchbox"), "7f3k-92qd{Enter}");
    await waitFor(() => expect(last("GET sign-in-log")).toEqual({ search: "7f3k-92qd", limit: "25" }));
    expect(await screen.findByText(/References are searched for at any time\./)).toBeTruthy();
    expect(param("search")).toBe("7f3k-92qd");
  });

  it("turns to older pages and back", async () => {
    await open("/sign-in-log?period=all");
    await screen.findByRole("link", { name: "7F3K-92QD" });
    expect(screen.getByRole("button", { name: "Newer" })).toHaveProperty("disabled", true);
    await userEvent.click(screen.getByRole("button", { name: "Older" }));
    await screen.findByText("Attempts: 26 to 26");
    expect(last("GET sign-in-log")).toEqual({ cursor: "page2", limit: "25" });
    await userEvent.click(screen.getByRole("button", { name: "Newer" }));
    await screen.findByText("Attempts: 1 to 1");
    expect(location.search).toBe("?period=all");
  });

  it("says why it is empty, and shows everything again", async () => {
    server.answer("GET sign-in-log", () => json(200, { items: [], next: null, retentionDays: 180 }));
    await open("/sign-in-log?search=nobody");
    await screen.findByRole("heading", { name: "No attempt matches" });
    await userEvent.click(screen.getByRole("button", { name: "Show all attempts" }));
    await screen.findByRole("heading", { name: "No attempts yet" });
    expect(location.search).toBe("?period=all");
  });

  it("says inside the card that it did not come, and tries again", async () => {
    server.answer("GET sign-in-log", () => problem(503, "busy"));
    await open("/sign-in-log");
    const card = await screen.findByRole("region", { name: "Attempts" });
    await within(card).findByRole("alert");
    server.answer("GET sign-in-log", () => json(200, { items: [entry], next: null, retentionDays: 180 }));
    await userEvent.click(within(card).getByRole("button", { name: "Try again" }));
    await screen.findByRole("link", { name: "7F3K-92QD" });
    expect(screen.getByRole("button", { name: "Older" })).toHaveProperty("disabled", true);
  });

  it("waits with the filters in place", async () => {
    server.answer("GET sign-in-log", () => new Promise<Response>(() => {}));
    await open("/sign-in-log");
    await screen.findByText("Loading...");
    expect(screen.getByRole("searchbox")).toBeTruthy();
  });
});

describe("the chosen attempt", () => {
  it("opens from its row; the keyboard goes to its heading", async () => {
    await open("/sign-in-log");
    const link = await screen.findByRole("link", { name: "7F3K-92QD" });
    link.focus();
    await userEvent.keyboard("{Enter}");
    const heading = await screen.findByRole("heading", { name: "Personal Google account" });
    expect(param("id")).toBe(entry.id);
    await waitFor(() => expect(document.activeElement).toBe(heading));
    expect(link.closest("tr")?.className).toBe("chosen");
  });

  it("shows the facts and the steps, ended at the refusal", async () => {
    await open(`/sign-in-log?id=${entry.id}`);
    const card = await screen.findByRole("region", { name: "Selected attempt" });
    await within(card).findByText("wrong_hosted_domain");
    for (const text of ["203.0.113.24, Chrome on Windows", "Weak", "After 8.4 s at the provider"])
      within(card).getByText(text);
    const steps = within(within(card).getByRole("list", { name: "Steps of the attempt" })).getAllByRole("listitem");
    expect(steps.map((step) => step.className)).toEqual(["", "", "", "", "stop", "never", "never"]);
    expect(steps.map((step) => within(step).getByRole("img").getAttribute("aria-label"))).toEqual([
      ...Array(4).fill("Passed"),
      "Refused",
      "Not reached",
      "Not reached",
    ]);
    const stop = steps[4] as HTMLElement;
    for (const text of ["Workspace domain", "+214 ms", "acme.example", "no hd = personal account", "What to do:"])
      within(stop).getByText(text);
    within(steps[6] as HTMLElement).getByText("No session was created");
  });

  it("I16: names a provider of the organization's own as people know it", async () => {
    const own = { provider: "partner", label: "Partner login" };
    server.answer("GET sign-in-log", () =>
      json(200, { items: [{ ...entry, ...own }], next: null, retentionDays: 180 }),
    );
    server.answer(`GET sign-in-log/${entry.id}`, () => json(200, { ...detail, ...own }));
    await open(`/sign-in-log?id=${entry.id}`);
    await screen.findByText("Came back from Partner login");
    expect(screen.getAllByText(/Partner login/).length).toBeGreaterThan(1);
    expect(document.body.textContent).not.toContain("partner");
  });

  it("has no steps for a password, and still says what to do", async () => {
    const password = { purpose: "password", provider: null, code: "credentials_invalid", reason: "wrong_password" };
    server.answer(`GET sign-in-log/${entry.id}`, () =>
      json(200, { ...detail, ...password, steps: [], expected: null, received: null }),
    );
    await open(`/sign-in-log?id=${entry.id}`);
    await screen.findByRole("heading", { name: "Wrong password" });
    expect(screen.queryByRole("list", { name: "Steps of the attempt" })).toBeNull();
    expect(screen.getByText("What to do:")).toBeTruthy();
  });

  it("explains the code of the provider, if it is one that we know", async () => {
    const denied = { code: "provider_denied", reason: "provider_answer", received: "access_denied AADSTS50105" };
    server.answer(`GET sign-in-log/${entry.id}`, () => json(200, { ...detail, ...denied, expected: null }));
    await open(`/sign-in-log?id=${entry.id}`);
    const hint = await screen.findByRole("complementary", { name: "What the code means" });
    for (const text of ["AADSTS50105", "The person is not assigned to the application"]) within(hint).getByText(text);
  });

  it("says that it is not there (any more)", async () => {
    server.answer(`GET sign-in-log/${entry.id}`, () => problem(404, "not_found"));
    await open(`/sign-in-log?id=${entry.id}`);
    expect(await screen.findByText("Not found.")).toBeTruthy();
  });

  it("copies its reference", async () => {
    const user = userEvent.setup();
    await open(`/sign-in-log?id=${entry.id}`);
    await user.click(await screen.findByRole("button", { name: "Copy reference" }));
    expect(await navigator.clipboard.readText()).toBe("7F3K-92QD");
    expect(await screen.findByText("Reference copied")).toBeTruthy();
  });
});

describe("the chart", () => {
  it("has the same numbers as its table", async () => {
    await open("/sign-in-log");
    await screen.findByText("Show as a table");
    const rows = [...document.querySelectorAll(".numbers tbody tr, .numbers tfoot tr")].map((row) =>
      [...row.children].map((cell) => cell.textContent),
    );
    expect(rows).toEqual([
      ["9 Nov", "79", "0", "6", "0", "8"],
      ["8 Nov", "60", "0", "3", "0", "3"],
      ["Total", "139", "0", "9", "0", "11"],
    ]);
    const legend = [...document.querySelectorAll(".legend li")].map((item) => item.textContent);
    expect(legend).toEqual([
      "Signed in 139",
      "Asked to link 0",
      "Refused or cancelled 9",
      "Failed 0",
      "Not returned 11",
    ]);
    expect(document.querySelectorAll(".chart rect")).toHaveLength(6);
    screen.getByRole("img", {
      name: "Attempts per day, 8 Nov to 9 Nov: signed in 139, asked to link 0, refused or cancelled 9, failed 0, not returned 11.",
    });
  });

  it("has the days of the reader's zone, which the list goes by too", async () => {
    server = serve("super_admin", "America/Bogota");
    await open("/sign-in-log");
    await screen.findByText("Days in Bogota time");
    await screen.findByRole("columnheader", { name: "Time (Bogota)" });
    expect(last("GET sign-in-counts")).toEqual({ timeZone: "America/Bogota" });
  });

  it("has the days of UTC, and says so, where the server does not know the reader's zone", async () => {
    server = serve("super_admin", "America/Bogota");
    const unknown = { code: "validation_failed", errors: [{ pointer: "?timeZone", code: "invalid" }] };
    server.answer("GET sign-in-counts", () =>
      "timeZone" in (last("GET sign-in-counts") ?? {}) ? json(422, unknown) : json(200, counts),
    );
    await open("/sign-in-log");
    await screen.findByText("Days in UTC");
    await screen.findByText("Show as a table");
  });

  it("says how many of today did not come back", async () => {
    await open("/sign-in-log");
    expect(await screen.findByText("8 attempts went to Microsoft today and did not come back.")).toBeTruthy();
  });

  it("follows the provider", async () => {
    await open("/sign-in-log?provider=google");
    await screen.findByText("Show as a table");
    expect(document.querySelector(".legend")?.textContent).toBe(
      "Signed in 98Asked to link 0Refused or cancelled 6Failed 0Not returned 0",
    );
    expect(screen.queryByText(/did not come back/)).toBeNull();
  });

  it("stands after the list while something is searched, so that the row is seen first", async () => {
    await open("/sign-in-log?search=maya");
    const chart = await screen.findByRole("region", { name: /^Attempts of the last/ });
    const list = screen.getByRole("region", { name: "Attempts" });
    expect(list.compareDocumentPosition(chart) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  });

  it("stands before the list otherwise", async () => {
    await open("/sign-in-log?provider=google");
    const chart = await screen.findByRole("region", { name: /^Attempts of the last/ });
    const list = screen.getByRole("region", { name: "Attempts" });
    expect(list.compareDocumentPosition(chart) & Node.DOCUMENT_POSITION_PRECEDING).toBeTruthy();
  });

  it("does not take the list with it when it fails", async () => {
    server.answer("GET sign-in-counts", () => problem(500, "internal_error"));
    await open("/sign-in-log");
    await screen.findByRole("link", { name: "7F3K-92QD" });
    const card = screen.getByRole("region", { name: /^Attempts of the last/ });
    server.answer("GET sign-in-counts", () => json(200, counts));
    await userEvent.click(await within(card).findByRole("button", { name: "Try again" }));
    await screen.findByText("Show as a table");
  });
});

describe("the export", () => {
  it("asks for the filtered list as the person, and saves the file", async () => {
    const saved: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
      saved.push(this.download);
    });
    await open("/sign-in-log?result=refused&search=maya&period=all");
    await userEvent.click(await screen.findByRole("button", { name: "Export" }));
    await userEvent.click(screen.getByRole("button", { name: /^CSV/ }));
    await screen.findByText("The file is saved.");
    expect(server.asked("GET sign-in-log/export")).toMatchObject([
      { query: { format: "csv", result: "refused", search: "maya" }, bearer: "Bearer t1" },
    ]);
    expect(saved).toEqual([expect.stringMatching(/^sign-ins-acme-\d{4}-\d\d-\d\d\.csv$/)]);
  });

  it("says that it runs, and that it failed", async () => {
    let answer = (_: Response) => {};
    server.answer("GET sign-in-log/export", () => new Promise((resolve) => (answer = resolve)));
    await open("/sign-in-log");
    await userEvent.click(await screen.findByRole("button", { name: "Export" }));
    await userEvent.click(screen.getByRole("button", { name: /^JSON/ }));
    await screen.findByText("Preparing the file...");
    answer(problem(503, "busy"));
    expect((await screen.findByRole("alert")).textContent).toContain("Too many people at once.");
  });
});

describe("the changes", () => {
  const change = {
    id: "aud_1",
    at: "2026-11-09T08:13:51Z",
    actor: "usr_1",
    actorName: "Ana Ruiz",
    action: "user.changed",
    subject: "usr_9",
    subjectName: "Maya Okafor",
    detail: { active: { before: false, after: true }, password_hash: "changed" },
  };

  it("say who changed what, from what to what", async () => {
    server.answer("GET audit-events", () => json(200, { items: [change], next: null, retentionDays: 400 }));
    await open("/sign-in-log/changes");
    const row = (await screen.findByText("Changed the user Maya Okafor")).closest("tr") as HTMLElement;
    for (const text of ["Ana Ruiz", "Active", "no → yes", "Password", "Changed"]) within(row).getByText(text);
    screen.getByText("Who changed what. Kept for 400 days.", { exact: false });
  });

  it("are a file, too", async () => {
    const saved: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
      saved.push(this.download);
    });
    server.answer(
      "GET audit-events/export",
      () => new Response("{}\n", { headers: { "Content-Type": "application/x-ndjson" } }),
    );
    await open("/sign-in-log/changes");
    await userEvent.click(await screen.findByRole("button", { name: "Export" }));
    await userEvent.click(screen.getByRole("button", { name: /^NDJSON/ }));
    await screen.findByText("The file is saved.");
    expect(server.asked("GET audit-events/export")).toMatchObject([{ query: { format: "ndjson" } }]);
    expect(saved).toEqual([expect.stringMatching(/^changes-acme-\d{4}-\d\d-\d\d\.ndjson$/)]);
  });

  it("speak no column of ours, and lists in words", () => {
    const detail = {
      email_lower: { before: "a@acme.example", after: "b@acme.example" },
      password_changed_at: { before: null, after: "2026-11-09T10:00:00Z" },
      test: "PHNlmoXF57bhsFn77IZ5Lg",
      client_auth: "",
      locked_to: { before: "[]", after: '["acme.example","acme.test"]' },
    };
    expect(changedFields(detail, (provider) => provider)).toEqual([
      { name: "How the client secret is sent", value: "Automatic" },
      { name: "Locked to", value: "empty → acme.example, acme.test" },
    ]);
  });

  it("show an action without words as its code", async () => {
    server.answer("GET audit-events", () =>
      json(200, { items: [{ ...change, action: "keys.rotated" }], next: null, retentionDays: 400 }),
    );
    await open("/sign-in-log/changes");
    expect((await screen.findByText("keys.rotated")).tagName).toBe("CODE");
  });

  it("turn to older pages", async () => {
    server.answer("GET audit-events", () => json(200, { items: [change], next: "page2", retentionDays: 400 }));
    await open("/sign-in-log/changes");
    await userEvent.click(await screen.findByRole("button", { name: "Older" }));
    await waitFor(() => expect(last("GET audit-events")).toEqual({ cursor: "page2", limit: "25" }));
    expect(location.pathname).toBe("/sign-in-log/changes");
  });

  it("may be none", async () => {
    await open("/sign-in-log/changes");
    expect(await screen.findByRole("heading", { name: "No changes yet" })).toBeTruthy();
  });
});
