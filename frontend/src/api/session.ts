import { go } from "../browser/go.ts";
import {
  attempt,
  hadSession,
  type Notice,
  notice,
  ownPath,
  remember,
  remembered,
  returnPath,
} from "../browser/memory.ts";
import { openChannel } from "../browser/tabs.ts";
import { tokens, whenEnded } from "./access-tokens.ts";
import { createApi } from "./client.ts";
import type { ProblemCode } from "./problem.ts";
import { NoToken } from "./tokens.ts";

const channel = openChannel("latchkey");
const signedOut = "signed-out";
/** Whether somebody was seen signed in since this tab was opened. */
let seen = false;

whenEnded((refusal) => leave(noticeOf(refusal.code)));

/** The API, as the person who is signed in: `api` for what a screen shows, `calls` for what is asked once. */
export const { queries: api, calls } = createApi(tokens, (error) => leave(noticeOf(error.refusal.code)));

/** The sign-in page that this browser used last. */
export function signInPath(): string {
  const [latest] = remembered();
  return latest ? `/o/${encodeURIComponent(latest.code)}/sign-in` : "/sign-in";
}

/** Goes to the sign-in page, to come back here afterwards. Nothing of the person stays in this tab. */
export function leave(why: Notice | null): void {
  tokens.clear();
  // What was protected had a session, though the server has had the browser forget it.
  if (why && (why === "protected" || seen || hadSession.get())) notice.leave(why);
  hadSession.set(false);
  returnPath.leave(ownPath(location.pathname + location.search));
  go.instead(signInPath());
}

/** Ends the session in this browser, in every tab. Throws if the server did not hear of it. */
export async function signOut(): Promise<void> {
  const organizations = remembered();
  const answer = await fetch("/api/v1/session", {
    method: "DELETE",
    headers: { "X-Latchkey": "1" },
    credentials: "same-origin",
  });
  if (!answer.ok) throw new Error(String(answer.status));
  // The answer clears what the pages keep; which organizations this browser signs in to is no secret.
  for (const one of organizations.reverse()) remember(one);
  channel.tell(signedOut);
  leaveSignedOut();
}

/** Asks the server whether the session is still there; leaves if it is not. */
export async function recheck(): Promise<void> {
  try {
    await tokens.renew();
  } catch (error) {
    if (error instanceof NoToken && error.ended) leave(noticeOf(error.refusal.code));
  }
}

/** Watches for what happens outside of the screens: other tabs, coming back to this one, the Back button. */
export function watch(): void {
  channel.hear((text) => text === signedOut && leaveSignedOut());
  document.addEventListener("visibilitychange", () => tokens.wake());
  // A page that the browser kept shows nothing until it has asked anew.
  window.addEventListener("pagehide", (event) => {
    if (event.persisted) document.documentElement.hidden = true;
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) go.again();
  });
}

/** Somebody is signed in: what the sign-in pages left behind is used up. */
export function arrived(): void {
  seen = true;
  hadSession.set(true);
  attempt.drop();
  notice.drop();
  returnPath.drop();
}

function leaveSignedOut(): void {
  leave("signed_out");
  returnPath.drop();
}

function noticeOf(code: ProblemCode | "network"): Notice {
  return code === "session_reused" ? "protected" : "ended";
}
