import { speaker } from "./say.ts";
import { texts } from "./security.en.ts";

/** Speaks from the catalogue of one's own ways in. */
export const say = speaker(texts);
