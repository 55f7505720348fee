import { texts } from "./profile.en.ts";
import { speaker } from "./say.ts";

/** Speaks from the catalogue of the own profile. */
export const say = speaker(texts);
