import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { json, problem } from "../testing/server.ts";
import { check, connection, filled, here, open, passed, serve, stayHere } from "./testing.ts";

stayHere();

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
