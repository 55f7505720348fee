import app from "../../text/app.en.json";
import { speaker } from "../../text/say.ts";
import log from "./log.en.json";

/** Speaks from the catalogues of the app and of the sign-in log. */
export const say = speaker({ ...app, ...log });
