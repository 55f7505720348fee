import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { json, problem } from "../testing/server.ts";
import { entry, open, param, serve } from "./testing.tsx";

let server: ReturnType<typeof serve>;
beforeEach(() => {
  server = serve();
});

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
    expect(server.last("GET sign-in-log")).toEqual({
      search: "maya",
      result: "refused",
      provider: "google",
      limit: "25",
    });
  });

  it("puts the chosen filters into the address, from the first page", async () => {
    await open("/sign-in-log?cursor=page2");
    await screen.findByRole("link", { name: "7F3K-92QD" });
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "Result" }), "refused");
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "Period" }), "all");
    expect(location.search).toBe("?result=refused&period=all");
    await waitFor(() => expect(server.last("GET sign-in-log")).toEqual({ result: "refused", limit: "25" }));
  });

  it("looks for a reference in all times", async () => {
    await open("/sign-in-log");
    await userEvent.type(await screen.findByRole("searchbox"), "7f3k-92qd{Enter}");
    await waitFor(() => expect(server.last("GET sign-in-log")).toEqual({ search: "7f3k-92qd", limit: "25" }));
    expect(await screen.findByText(/References are searched for at any time\./)).toBeTruthy();
    expect(param("search")).toBe("7f3k-92qd");
  });

  it("turns to older pages and back", async () => {
    await open("/sign-in-log?period=all");
    await screen.findByRole("link", { name: "7F3K-92QD" });
    expect(screen.getByRole("button", { name: "Newer" })).toHaveProperty("disabled", true);
    await userEvent.click(screen.getByRole("button", { name: "Older" }));
    await screen.findByText("Attempts: 26 to 26");
    expect(server.last("GET sign-in-log")).toEqual({ cursor: "page2", limit: "25" });
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
