import app from "../../text/app.en.json";
import { speaker } from "../../text/say.ts";
import connections from "./connections.en.json";

/** Speaks from the catalogues of the app and of the SSO settings. */
export const say = speaker({ ...app, ...connections });
