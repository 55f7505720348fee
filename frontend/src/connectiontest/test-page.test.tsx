import { screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { json, problem } from "../testing/server.ts";
import {
  check,
  connection,
  connectionId,
  failed,
  filled,
  goLink,
  here,
  open,
  reports,
  running,
  serve,
  stayHere,
  summary,
  testId,
} from "./testing.ts";

stayHere();

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

  it("is a page with its title and the way back also where the connection did not come", async () => {
    const server = serve(failed());
    server.answer(`GET ${here}`, () => problem(503, "busy"));
    await open();
    const again = await screen.findByRole("button", { name: "Try again" });
    expect(document.title).toBe("Test - Acme Support");
    expect(screen.getByRole("link", { name: "SSO settings" }).getAttribute("href")).toBe("/sso-settings");
    server.answer(`GET ${here}`, () => json(200, connection));
    await userEvent.click(again);
    await screen.findByRole("heading", { name: "Test of Microsoft Entra ID (Office 365)" });
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
    const hint = await screen.findByRole("note", { name: "What the code means" });
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
