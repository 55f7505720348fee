import { aloneInTabs } from "../browser/tabs.ts";
import type { Refusal } from "./problem.ts";
import { createTokens } from "./tokens.ts";

let hear: (refusal: Refusal) => void = () => {};

/** Says who hears of a session that ended unasked. */
export function whenEnded(listener: (refusal: Refusal) => void): void {
  hear = listener;
}

/** The access tokens of this tab. */
export const tokens = createTokens(
  {
    fetch: (...request) => fetch(...request),
    alone: (work) => aloneInTabs("latchkey-token", work),
    now: Date.now,
    random: Math.random,
    isVisible: () => document.visibilityState === "visible",
    later: (work, ms) => {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
  },
  (refusal) => hear(refusal),
);
