import { speaker } from "./say.ts";
import { english } from "./security.en.ts";

/** Speaks from the catalogue of one's own ways in. */
export const say = speaker(english);
