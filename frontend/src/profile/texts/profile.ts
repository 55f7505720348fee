import { speaker } from "../../text/say.ts";
import texts from "./profile.en.json";

/** Speaks from the catalogue of the own profile. */
export const say = speaker(texts);
