import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { callsAt, firsts, patternOf } from "./first-calls.ts";
import { paths } from "./routes.tsx";

const place = { search: "", organization: "acme", zone: () => "Europe/Madrid", from: () => "2026-01-01" };

describe("what a page has ahead", () => {
  it("is known of every page, whose module is there", () => {
    expect(Object.keys(firsts).sort()).toEqual([...paths].sort());
    for (const { page } of Object.values(firsts))
      if (page) expect(existsSync(join(import.meta.dirname, page)), page).toBe(true);
  });

  it.each([
    ["/users", "/users"],
    ["/sso-settings/connections/c1/test", "/sso-settings/connections/:id/test"],
    ["/", "/"],
    ["/connect", undefined],
    ["/users/", undefined],
    ["/sso-settings/connections/c1/x", undefined],
  ])("goes by the address: %s", (address, pattern) => expect(patternOf(address)).toBe(pattern));

  it("is asked of the organization, with what the address says", () =>
    expect(callsAt({ ...place, path: "/sso-settings/connections/c1/test" })).toEqual({
      all: [
        "/api/v1/me",
        "/api/v1/organizations/acme/connections/c1",
        "/api/v1/organizations/acme/connections/c1/tests",
      ],
      admins: [],
    }));

  it("is the list of a forecast with its numbers", () =>
    expect(callsAt({ ...place, path: "/sso-settings/connections/c1/preview" }).all).toEqual([
      "/api/v1/me",
      "/api/v1/organizations/acme/connections/c1",
      "/api/v1/organizations/acme/connections/c1/preview?outcome=worst&limit=25",
    ]));

  it("asks for the forecasts of all connections at once, beside the policy and not after it", () =>
    expect(callsAt({ ...place, path: "/sso-settings/policy" })).toEqual({
      all: ["/api/v1/me", "/api/v1/organizations/acme/sign-in-policy"],
      admins: ["/api/v1/organizations/acme/connection-forecasts"],
    }));

  it("has the zone and the day of the browser where the page tells times", () =>
    expect(callsAt({ ...place, path: "/sign-in-log" }).all).toEqual([
      "/api/v1/me",
      "/api/v1/organizations/acme/sign-in-counts?timeZone=Europe%2FMadrid",
      "/api/v1/organizations/acme/sign-in-log?from=2026-01-01&limit=25",
    ]));

  it("asks for no time where the page tells none", () => {
    const never = () => expect.unreachable();
    expect(callsAt({ ...place, path: "/users", zone: never, from: never }).all).toHaveLength(3);
  });

  it("is what super admins ask besides, where the page names their connections", () => {
    expect(callsAt({ ...place, path: "/users" }).admins).toEqual(["/api/v1/organizations/acme/connections"]);
    expect(callsAt({ ...place, path: "/profile" }).admins).toEqual([]);
  });

  it("is what concerns the reader alone where no organization is known", () =>
    expect(callsAt({ ...place, path: "/", organization: undefined })).toEqual({
      all: ["/api/v1/me", "/api/v1/me/applications"],
      admins: [],
    }));

  it("leaves a list out that the address narrows", () =>
    expect(callsAt({ ...place, path: "/users", search: "?state=active" }).all).toEqual([
      "/api/v1/me",
      "/api/v1/organizations/acme/roles",
    ]));

  it("is nothing at an address that is no page, or one for people without an account", () =>
    expect(callsAt({ ...place, path: "/connect" })).toEqual({ all: [], admins: [] }));
});
