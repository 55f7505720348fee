import { cleanup, screen } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
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

afterEach(() => {
  cleanup();
  history.replaceState(null, "", "/");
});

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

describe("the start page of a super admin", () => {
  const address = `${location.origin}/o/acme/sign-in`;

  it.each([
    ["nothing", [], 0, "Set up a provider", "/sso-settings"],
    [
      "a saved one",
      [{ ...google, id: "c1", status: "draft", draft: { passedAt: null }, live: null }],
      1,
      "Test it",
      "/sso-settings/connections/c1/test",
    ],
    [
      "a passed one",
      [{ ...google, id: "c1", status: "tested", draft: { passedAt: now.toISOString() }, live: null }],
      2,
      "See who gets in, then turn it on",
      "/sso-settings/connections/c1/preview",
    ],
  ])("leads on from %s", async (_, items, done, name, href) => {
    served(items);
    await open("/");
    expect((await screen.findByRole("link", { name })).getAttribute("href")).toBe(href);
    expect(screen.queryAllByText("Done")).toHaveLength(done);
    screen.getByText(address);
  });

  it("keeps the address to hand out once a provider is on, and no steps", async () => {
    served([{ ...google, live: live(90) }]);
    await open("/");
    await screen.findByText(address);
    await screen.findByRole("heading", { name: "Where your people sign in" });
    expect(screen.queryByText(/^1\. Set up a provider/)).toBeNull();
  });
});
