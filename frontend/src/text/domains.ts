import { texts as app } from "./app.en.ts";
import { texts as domains } from "./domains.en.ts";
import { speaker } from "./say.ts";

/** Speaks from the catalogues of the app and of the verified domains. */
export const say = speaker({ ...app, ...domains });
