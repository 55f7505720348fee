import { speaker } from "../../text/say.ts";
import texts from "./login.en.json";

/** Speaks from the catalogue of the sign-in entry. */
export const say = speaker(texts);
