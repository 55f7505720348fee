import { afterEach, expect, it, vi } from "vitest";
import { createApi } from "./client.ts";
import type { NoToken } from "./tokens.ts";

afterEach(() => vi.unstubAllGlobals());

const refusal = (code: string) =>
  new Response(JSON.stringify({ code }), { status: 401, headers: { "Content-Type": "application/problem+json" } });

/** A call whose every answer is this refusal: how often it was sent, and what ended. */
async function refused(code: string) {
  const send = vi.fn(async () => refusal(code));
  vi.stubGlobal("fetch", send);
  const ended: NoToken[] = [];
  const tokens = { get: async () => "t1", renew: async () => "t2", wake() {}, clear() {} };
  const { calls } = createApi(tokens, (error) => ended.push(error));
  const { error } = await calls.GET("/api/v1/me", { baseUrl: "https://sso.test" });
  return { sent: send.mock.calls.length, ended: ended.length, code: error?.code };
}

it("a refused token is renewed once, then the session is over", async () => {
  expect(await refused("unauthenticated")).toEqual({ sent: 2, ended: 1, code: "unauthenticated" });
});

it("a wrong password that somebody typed ends no session and is sent once", async () => {
  expect(await refused("credentials_invalid")).toEqual({ sent: 1, ended: 0, code: "credentials_invalid" });
});
