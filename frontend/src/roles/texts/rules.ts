import app from "../../text/app.en.json";
import { speaker } from "../../text/say.ts";
import rules from "./rules.en.json";

/** Speaks from the catalogues of the app and of the rules that give roles. */
export const say = speaker({ ...app, ...rules });
