import { beforeEach, describe, expect, it, vi } from "vitest";
import { json, problem, type Server, serve } from "../testing/server.ts";

const token = (role: string) => `h.${btoa(JSON.stringify({ role }))}.s`;
const address = (path: string) => new URL(path, location.origin).href;

let server: Server;
let ahead: typeof import("./ahead.ts");

beforeEach(async () => {
  vi.resetModules();
  ahead = await import("./ahead.ts");
  server = serve({
    "POST /api/v1/session/token": () => json(200, { accessToken: token("super_admin"), expiresIn: 300 }),
    "GET /api/v1/me": () => json(200, { user: {} }),
    "GET connections": () => json(200, { items: [] }),
  });
});

const ask = () => ahead.askAhead({ all: ["/api/v1/me"], admins: [connections] });
const connections = "/api/v1/organizations/acme/connections";
const take = (path: string, init?: RequestInit) => ahead.answeredAhead(new Request(address(path), init));

describe("what is asked ahead", () => {
  it("is answered once, in the session of the browser", async () => {
    ask();
    expect(ahead.isAskedAhead()).toBe(true);
    expect(await (await take("/api/v1/me"))?.json()).toEqual({ user: {} });
    expect(await take("/api/v1/me")).toBeNull();
    expect((await take(connections))?.ok).toBe(true);
    expect(server.asked("GET /api/v1/me").map(({ bearer }) => bearer)).toEqual([`Bearer ${token("super_admin")}`]);
  });

  it("spares who is no super admin what they may not ask", async () => {
    server.answers["POST /api/v1/session/token"] = () => json(200, { accessToken: token("agent"), expiresIn: 300 });
    ask();
    expect(await take(connections)).toBeNull();
    expect((await take("/api/v1/me"))?.ok).toBe(true);
    expect(server.asked("GET connections")).toEqual([]);
  });

  it("is asked again where it was refused, or nobody is signed in", async () => {
    server.answers["GET /api/v1/me"] = () => problem(403, "forbidden");
    ask();
    expect(await take("/api/v1/me")).toBeNull();
    await take(connections);
    server.answers["POST /api/v1/session/token"] = () => problem(401, "unauthenticated");
    vi.resetModules();
    ahead = await import("./ahead.ts");
    ask();
    expect(await take("/api/v1/me")).toBeNull();
  });

  it("is no news after half a minute, and nothing that changes", async () => {
    ask();
    expect(await take("/api/v1/me", { method: "DELETE" })).toBeNull();
    await take(connections);
    vi.spyOn(Date, "now").mockReturnValue(Date.now() + 31_000);
    expect(await take("/api/v1/me")).toBeNull();
  });

  it("is there by its address for a page that waits, but for what was refused or is late", async () => {
    server.answers["GET connections"] = () => problem(403, "forbidden");
    ask();
    expect(await ahead.answersAhead(10_000)).toEqual(new Map([[address("/api/v1/me"), { user: {} }]]));
    expect(await take("/api/v1/me")).toBeNull();

    server.answers["GET /api/v1/me"] = () => new Promise<Response>(() => {});
    ask();
    expect(await ahead.answersAhead(10)).toEqual(new Map());
  });
});
