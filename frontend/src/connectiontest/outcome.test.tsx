import { screen, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { check, connection, connectionId, failed, open, passed, serve, stayHere, testId } from "./testing.ts";

stayHere();

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
