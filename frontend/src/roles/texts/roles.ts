import app from "../../text/app.en.json";
import { speaker } from "../../text/say.ts";
import roles from "./roles.en.json";

/** Speaks from the catalogues of the app and of the roles. */
export const say = speaker({ ...app, ...roles });
