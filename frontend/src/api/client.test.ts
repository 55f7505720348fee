import { beforeEach, describe, expect, it, vi } from "vitest";
import { createApi } from "./client.ts";
import { NoToken, type Tokens } from "./tokens.ts";

const refusal = (code: string) =>
  new Response(JSON.stringify({ type: "", title: "", status: 401, code, ref: "7F3K-92QD" }), {
    status: 401,
    headers: { "Content-Type": "application/problem+json" },
  });
const done = () => Response.json({ recentUntil: "2026-11-09T09:19:05Z" });

let answers: Response[];
let sent: { token: string | null; body: string }[];
let renewed: string[];
let ended: NoToken[];
let tokens: Tokens;

beforeEach(() => {
  [answers, sent, renewed, ended] = [[], [], [], []];
  tokens = {
    get: async () => "t1",
    renew: async (refused = "") => {
      renewed.push(refused);
      return "t2";
    },
    wake: () => {},
    clear: () => {},
  };
  vi.stubGlobal("fetch", async (request: Request) => {
    sent.push({ token: request.headers.get("Authorization"), body: await request.text() });
    return answers.shift();
  });
});

const confirm = () =>
  createApi(tokens, (error) => ended.push(error)).calls.POST("/api/v1/me/reauthentication", {
    baseUrl: "http://localhost",
    body: { password: "a long sentence" },
  });

describe("a refusal with 401", () => {
  it.each(["reauth_required", "credentials_invalid"])(
    "that is not of the token is the answer, and nothing is renewed or ended: %s",
    async (code) => {
      answers = [refusal(code)];
      expect((await confirm()).error).toMatchObject({ code, ref: "7F3K-92QD" });
      expect([sent.length, renewed, ended]).toEqual([1, [], []]);
    },
  );

  it.each(["unauthenticated", "session_reused"])(
    "of the token renews it once, and the call is sent again: %s",
    async (code) => {
      answers = [refusal(code), done()];
      expect((await confirm()).data).toEqual({ recentUntil: "2026-11-09T09:19:05Z" });
      const body = '{"password":"a long sentence"}';
      expect(sent).toEqual([
        { token: "Bearer t1", body },
        { token: "Bearer t2", body },
      ]);
      expect([renewed, ended]).toEqual([["t1"], []]);
    },
  );

  it("of the new token as well ends the session, for the reason that was given", async () => {
    answers = [refusal("unauthenticated"), refusal("session_reused")];
    await confirm();
    expect(ended.map((error) => error.refusal.code)).toEqual(["session_reused"]);
  });

  it("of something else after a renewal ends nothing", async () => {
    answers = [refusal("unauthenticated"), refusal("credentials_invalid")];
    expect((await confirm()).error).toMatchObject({ code: "credentials_invalid" });
    expect(ended).toEqual([]);
  });

  it("that says nothing of ours ends nothing either", async () => {
    answers = [new Response("<html>", { status: 401 })];
    expect((await confirm()).response.status).toBe(401);
    expect([renewed, ended]).toEqual([[], []]);
  });

  it("to the renewal itself ends the session", async () => {
    answers = [refusal("unauthenticated")];
    tokens.renew = async () => {
      throw new NoToken({ code: "session_reused", fields: {} });
    };
    await expect(confirm()).rejects.toThrow("session_reused");
    expect(ended).toHaveLength(1);
  });
});
