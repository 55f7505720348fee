import { texts } from "./login.en.ts";
import { speaker } from "./say.ts";

/** Speaks from the catalogue of the sign-in entry. */
export const say = speaker(texts);
