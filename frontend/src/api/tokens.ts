import { type ProblemCode, type Refusal, readRefusal } from "./problem.ts";
import type { components } from "./schema.gen.ts";
import { unreachable } from "./unreachable.ts";

type AccessToken = components["schemas"]["AccessToken"];

/** Everything from outside that the access token depends on. */
export interface Outside {
  fetch: typeof fetch;
  /** Runs a piece of work while no other tab runs its own. */
  alone: <T>(work: () => Promise<T>) => Promise<T>;
  now: () => number;
  /** 0 up to 1. */
  random: () => number;
  isVisible: () => boolean;
  later: (work: () => void, ms: number) => () => void;
}

/** Thrown when the server does not give a token. `ended` says that there is no session any more. */
export class NoToken extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.code);
  }

  get ended(): boolean {
    return (["unauthenticated", "session_reused"] as (ProblemCode | "network")[]).includes(this.refusal.code);
  }
}

/** The access token of this tab. It lives in memory and nowhere else. */
export interface Tokens {
  /** A token that is good for a while yet. */
  get: () => Promise<string>;
  /** Another token than the one that was refused. */
  renew: (refused?: string) => Promise<string>;
  /** The tab is looked at again: catches up with what was due meanwhile. */
  wake: () => void;
  clear: () => void;
}

const spare = 15_000;

/**
 * Exchanges the refresh cookie for access tokens: one exchange at a time in
 * this tab and, through `alone`, in all tabs. While the tab is visible the next
 * one comes at four fifths of the token's life, give or take a fifth of that;
 * otherwise on demand. `onEnd` hears of a session that ended unasked.
 */
export function createTokens(outside: Outside, onEnd: (refusal: Refusal) => void): Tokens {
  let token: { text: string; renewAt: number; endsAt: number } | null = null;
  let running: Promise<string> | null = null;
  let cancel = () => {};

  function renew(refused?: string): Promise<string> {
    if (refused && token && token.text !== refused) return Promise.resolve(token.text);
    running ??= outside
      .alone(() => exchange(outside))
      .then(keep)
      .finally(() => {
        running = null;
      });
    return running;
  }

  function keep({ accessToken, expiresIn }: AccessToken): string {
    const life = expiresIn * 1000;
    const wait = life * 0.8 * (0.8 + 0.4 * outside.random());
    token = { text: accessToken, renewAt: outside.now() + wait, endsAt: outside.now() + life };
    cancel();
    cancel = outside.later(wake, wait);
    return accessToken;
  }

  function wake(): void {
    if (!token || !outside.isVisible() || outside.now() < token.renewAt) return;
    renew().catch((error: unknown) => {
      if (error instanceof NoToken && error.ended) onEnd(error.refusal);
    });
  }

  return {
    get: async () => (token && outside.now() < token.endsAt - spare ? token.text : renew()),
    renew,
    wake,
    clear: () => {
      token = null;
      cancel();
    },
  };
}

async function exchange({ fetch }: Outside): Promise<AccessToken> {
  const ask = () =>
    fetch("/api/v1/session/token", { method: "POST", headers: { "X-Latchkey": "1" }, credentials: "same-origin" });
  // The parent token stays good for a while, so an answer that got lost may be asked for again.
  const answer = await ask()
    .catch(ask)
    .catch(() => {
      throw new NoToken(unreachable);
    });
  if (!answer.ok) throw new NoToken(await readRefusal(answer));
  return (await answer.json()) as AccessToken;
}
