import { texts as app } from "./app.en.ts";
import { texts as policy } from "./policy.en.ts";
import { speaker } from "./say.ts";

/** Speaks from the catalogues of the app and of the sign-in policy. */
export const say = speaker({ ...app, ...policy });
