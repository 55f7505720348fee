import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { troubleOf } from "../api/connections.ts";
import type { components } from "../api/schema.gen.ts";
import { json } from "../testing/server.ts";
import { open, serve } from "./testing.tsx";

type Connection = components["schemas"]["Connection"];

const day = 86_400_000;
const now = new Date();
const live = (days: number) => ({ secretExpiresAt: new Date(now.getTime() + days * day).toISOString() });
const google = { provider: "google", label: null, status: "enabled", degraded: null };
const microsoft = { provider: "microsoft", label: null, status: "degraded", live: null };
const served = (items: object[]) => serve({ "GET connections": () => json(200, { items, genericAllowed: false }) });

describe("what waits for a super admin", () => {
  it.each([
    ["enabled", 31, null],
    ["enabled", 29, "expiring"],
    ["enabled", -1, "expired"],
    ["disabled", -1, null],
    ["draft", 3, null],
    ["degraded", 90, "degraded"],
  ])("a connection that is %s and whose secret expires in %i days: %s", (status, days, trouble) => {
    const connection = { status, live: live(days) } as Pick<Connection, "status" | "live">;
    expect(troubleOf(connection, now)).toBe(trouble);
  });

  it("is marked in the menu and told on the start page, the worst first", async () => {
    const degraded = { since: now.toISOString(), reason: "client_secret_invalid" };
    served([
      { ...google, live: live(3) },
      { ...microsoft, degraded },
    ]);
    await open("/");
    await screen.findByText(/^Microsoft Entra ID \(Office 365\) has been refusing our application since today,/);
    expect(screen.queryByText(/^The client secret of Google expires/)).toBeNull();
    screen.getByRole("link", { name: "SSO settings needs attention" });
  });

  it("is nothing while all is well", async () => {
    served([{ ...google, live: live(90) }]);
    await open("/");
    await screen.findByRole("link", { name: "SSO settings" });
    expect(screen.queryByRole("link", { name: "Open SSO settings" })).toBeNull();
  });
});
