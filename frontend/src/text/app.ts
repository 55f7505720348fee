import texts from "./app.en.json";
import { speaker } from "./say.ts";

/** Speaks from the catalogue of the app. */
export const say = speaker(texts);
