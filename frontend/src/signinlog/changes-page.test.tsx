import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { json } from "../testing/server.ts";
import { changedFields } from "./change-text.ts";
import { open, serve } from "./testing.tsx";

let server: ReturnType<typeof serve>;
beforeEach(() => {
  server = serve();
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
    await waitFor(() => expect(server.last("GET audit-events")).toEqual({ cursor: "page2", limit: "25" }));
    expect(location.pathname).toBe("/sign-in-log/changes");
  });

  it("may be none", async () => {
    await open("/sign-in-log/changes");
    expect(await screen.findByRole("heading", { name: "No changes yet" })).toBeTruthy();
  });
});
