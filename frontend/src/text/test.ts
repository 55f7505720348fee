import { texts as app } from "./app.en.ts";
import { speaker } from "./say.ts";
import { texts as test } from "./test.en.ts";

/** Speaks from the catalogues of the app and of the test of a connection. */
export const say = speaker({ ...app, ...test });
