import { describe, expect, it, vi } from "vitest";
import type { Refusal } from "./problem.ts";
import { createTokens, NoToken, type Outside } from "./tokens.ts";

const minute = 60_000;

function world(change: Partial<Outside> = {}) {
  let clock = 0;
  let made = 0;
  const timers: { work: () => void; at: number }[] = [];
  const ended: Refusal[] = [];
  const fetch = vi.fn(async () => Response.json({ accessToken: `t${++made}`, tokenType: "Bearer", expiresIn: 300 }));
  const outside: Outside = {
    fetch: fetch as never,
    alone: (work) => work(),
    now: () => clock,
    random: () => 0.5,
    isVisible: () => true,
    later: (work, ms) => {
      const timer = { work, at: clock + ms };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), 1);
    },
    ...change,
  };
  const tokens = createTokens(outside, (refusal) => ended.push(refusal));
  const pass = async (ms: number) => {
    clock += ms;
    for (const timer of timers.filter((one) => one.at <= clock)) {
      timers.splice(timers.indexOf(timer), 1);
      timer.work();
    }
    await vi.waitFor(() => {});
  };
  return { tokens, fetch: (change.fetch ?? fetch) as typeof fetch, timers, ended, pass };
}

const refusal = (status: number, code: string) =>
  new Response(JSON.stringify({ type: "", title: "", status, code, ref: "7F3K-92QD" }), { status });

describe("the access token", () => {
  it("is fetched once, however many ask at the same time", async () => {
    const { tokens, fetch } = world();
    expect(await Promise.all([tokens.get(), tokens.get(), tokens.renew()])).toEqual(["t1", "t1", "t1"]);
    expect(fetch).toHaveBeenCalledExactlyOnceWith("/api/v1/session/token", {
      method: "POST",
      headers: { "X-Latchkey": "1" },
      credentials: "same-origin",
    });
  });

  it("is fetched while no other tab fetches", async () => {
    const alone = vi.fn(<T>(work: () => Promise<T>) => work());
    const { tokens } = world({ alone: alone as Outside["alone"] });
    await tokens.get();
    expect(alone).toHaveBeenCalledTimes(1);
  });

  it.each([
    [0, 0.64],
    [0.5, 0.8],
    [0.999999, 0.96],
  ])("is renewed before it ends, at four fifths and up to a fifth earlier or later (%d)", async (random, share) => {
    const { tokens, timers } = world({ random: () => random });
    await tokens.get();
    expect(timers[0]?.at).toBeCloseTo(share * 5 * minute, -2);
  });

  it("is renewed by itself while the tab is visible", async () => {
    const { tokens, pass, fetch } = world();
    await tokens.get();
    await pass(4 * minute);
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it("is not renewed behind the scenes, but when the tab is looked at again", async () => {
    let visible = false;
    const { tokens, pass, fetch } = world({ isVisible: () => visible });
    await tokens.get();
    await pass(20 * minute);
    expect(fetch).toHaveBeenCalledTimes(1);
    visible = true;
    tokens.wake();
    expect(await tokens.get()).toBe("t2");
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it("is not renewed for a token that was replaced meanwhile", async () => {
    const { tokens, fetch } = world();
    await tokens.get();
    expect(await tokens.renew("t1")).toBe("t2");
    expect(await tokens.renew("t1")).toBe("t2");
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it("is asked for once more when the answer got lost, and only once", async () => {
    const lost = vi.fn(async () => Promise.reject(new TypeError("network")));
    const { tokens } = world({ fetch: lost as never });
    await expect(tokens.get()).rejects.toMatchObject({ refusal: { code: "network" }, ended: false });
    expect(lost).toHaveBeenCalledTimes(2);
  });

  it.each(["unauthenticated", "session_reused"])("ends with the session: %s", async (code) => {
    const { tokens } = world({ fetch: (async () => refusal(401, code)) as never });
    const error = await tokens.get().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NoToken);
    expect((error as NoToken).ended).toBe(true);
  });

  it("tells of an end that nobody asked about", async () => {
    const answers = [
      Response.json({ accessToken: "t1", tokenType: "Bearer", expiresIn: 300 }),
      refusal(401, "session_reused"),
    ];
    const { tokens, pass, ended } = world({ fetch: (async () => answers.shift()) as never });
    await tokens.get();
    await pass(4 * minute);
    await vi.waitFor(() => expect(ended).toMatchObject([{ code: "session_reused" }]));
  });

  it("survives a server that is busy", async () => {
    const { tokens } = world({ fetch: (async () => refusal(503, "busy")) as never });
    await expect(tokens.get()).rejects.toMatchObject({ ended: false });
  });
});
