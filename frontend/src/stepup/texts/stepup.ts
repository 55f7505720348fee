import { speaker } from "../../text/say.ts";
import texts from "./stepup.en.json";

/** Speaks from the catalogue of "It's you". */
export const say = speaker(texts);
