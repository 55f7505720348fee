import { texts as app } from "./app.en.ts";
import { texts as log } from "./log.en.ts";
import { speaker } from "./say.ts";

/** Speaks from the catalogues of the app and of the sign-in log. */
export const say = speaker({ ...app, ...log });
