import { english } from "./login.en.ts";
import { speaker } from "./say.ts";

/** Speaks from the catalogue of the sign-in entry. */
export const say = speaker(english);

/** "30 seconds", "5 minutes"; "a moment" when the answer named no wait. */
export function sayWait(seconds: number | undefined): string {
  if (!seconds) return say("wait.moment");
  if (seconds === 1) return say("wait.second");
  if (seconds < 60) return say("wait.seconds", { count: seconds });
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? say("wait.minute") : say("wait.minutes", { count: minutes });
}
