import { texts as app } from "./app.en.ts";
import { texts as connections } from "./connections.en.ts";
import { speaker } from "./say.ts";

/** Speaks from the catalogues of the app and of the SSO settings. */
export const say = speaker({ ...app, ...connections });
