import { useState } from "react";
import { isRefused } from "../ui/problem.ts";

/** What asks for recent authentication. It says itself why it was refused, except for `reauth_required`, which it throws. */
type Wish = () => Promise<void>;

/** Whether the session's authentication counts as recent. The server has the last word. */
export function isRecent(until: string | null | undefined): boolean {
  return Boolean(until) && Date.parse(until ?? "") > Date.now();
}

/** Fulfils wishes that ask for recent authentication: at once, or as soon as the person has confirmed who they are. */
export function useRecentAuthentication(until: string | null | undefined) {
  const [waiting, setWaiting] = useState<Wish | null>(null);
  async function fulfil(wish: Wish): Promise<void> {
    setWaiting(null);
    try {
      await wish();
    } catch (problem) {
      if (!isRefused(problem, "reauth_required")) throw problem;
      setWaiting(() => wish);
    }
  }
  return {
    ask: async (wish: Wish) => (isRecent(until) ? fulfil(wish) : setWaiting(() => wish)),
    /** The server says that it is not recent, whatever is known here. */
    again: (wish: Wish) => setWaiting(() => wish),
    /** What waits for the confirmation, and how it goes on. */
    waiting: waiting && { goOn: () => fulfil(waiting), drop: () => setWaiting(null) },
  };
}
