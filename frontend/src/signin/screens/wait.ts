import { speaker } from "../../text/say.ts";
import texts from "./texts/common.en.json";

const say = speaker(texts);

/** "30 seconds", "5 minutes"; "a moment" when the answer named no wait. */
export function sayWait(seconds: number | undefined): string {
  if (!seconds) return say("wait.moment");
  return seconds < 60 ? say.count("wait.seconds", seconds) : say.count("wait.minutes", Math.ceil(seconds / 60));
}
