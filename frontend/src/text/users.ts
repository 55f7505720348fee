import { texts as app } from "./app.en.ts";
import { speaker } from "./say.ts";
import { texts as users } from "./users.en.ts";

/** Speaks from the catalogues of the app and of the people. */
export const say = speaker({ ...app, ...users });
