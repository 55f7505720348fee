import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { open, serve } from "../shell/testing.tsx";
import { anybody, json } from "../testing/server.ts";

const numbers = { started: 21, finished: 14, asked: 2, refused: 3, failed: 1, notReturned: 1 };
const version = { passedAt: "2026-11-09T09:14:00Z", secretExpiresAt: null };
const on = {
  id: "c1",
  provider: "google",
  kind: "google",
  label: null,
  status: "enabled",
  lockedTo: ["acme.example"],
  live: version,
  draft: null,
  degraded: null,
};
const counts = "GET sign-in-counts";
const requirement = "GET sign-in-policy/requirement";

function answers(connection: object, notConnected: number, today: object[] = [{ provider: "google", ...numbers }]) {
  return {
    "GET connections": () => json(200, { items: [{ ...on, ...connection }], genericAllowed: false }),
    [requirement]: () => json(200, { people: 40, notConnected }),
    [counts]: () =>
      json(200, {
        days: [
          { day: "2026-11-08", providers: [] },
          { day: "2026-11-09", providers: today },
        ],
      }),
  };
}

describe("the start page of a super admin", () => {
  it("shows the five steps with their state, and leads to the next one", async () => {
    const server = serve({});
    await open("/");
    await screen.findByRole("heading", { name: "Five steps to sign-in with SSO" });
    const steps = screen.getAllByRole("listitem").filter((one) => within(one).queryByRole("heading", { level: 3 }));
    expect(steps.map((one) => one.textContent?.includes("To do"))).toEqual([true, true, true, true, true]);
    expect(screen.getByRole("link", { name: "Set up a provider" }).getAttribute("href")).toBe("/sso-settings");
    screen.getByText(`${location.origin}/o/acme/sign-in`);
    expect([...server.asked(counts), ...server.asked(requirement)]).toEqual([]);
  });

  it("says trouble before anything else", async () => {
    serve({
      ...answers({ status: "degraded", degraded: { since: "2026-11-09T09:14:00Z", reason: "x" } }, 12),
      "GET /api/v1/me/applications": () =>
        json(200, { items: [{ clientId: "crm", name: "Acme CRM", icon: "", link: "https://crm.example/" }] }),
    });
    await open("/");
    const trouble = await screen.findByText(/Google has been refusing our application/);
    await screen.findByRole("link", { name: "Acme CRM" });
    for (const later of within(screen.getByRole("main")).getAllByRole("heading", { level: 2 }))
      expect(trouble.compareDocumentPosition(later) & Node.DOCUMENT_POSITION_FOLLOWING, later.textContent).toBeTruthy();
  });

  it("draws how the sign-ins of today ended, and how many have connected an account", async () => {
    serve(answers({}, 12));
    await open("/");
    await screen.findByRole("img", {
      name: "Attempts today: signed in 14, asked to link 2, refused or cancelled 3, failed 1, not returned 1.",
    });
    await screen.findByText("Active people who have connected an account: 28 of 40.");
    expect(screen.getByRole("link", { name: "Show who has not" }).getAttribute("href")).toBe(
      "/users?filter=not_connected",
    );
    await waitFor(() => screen.getByRole("heading", { name: "Where your people sign in" }));
  });

  it("asks to tell people as long as only one came in, and says when nobody did today", async () => {
    serve(answers({}, 39, []));
    await open("/");
    const tell = await screen.findByRole("heading", { name: "5. Tell your people" });
    expect(tell.closest("li")?.getAttribute("aria-current")).toBe("step");
    await screen.findByText("Today no one has signed in with a provider yet.");
  });

  it("is the plain start page for everybody else: nothing of the organization is asked", async () => {
    const server = serve({ "GET /api/v1/me": () => json(200, anybody({ role: "agent" })) });
    await open("/");
    await screen.findByRole("heading", { name: "You are signed in" });
    expect([...server.asked("GET connections"), ...server.asked(counts)]).toEqual([]);
  });
});
