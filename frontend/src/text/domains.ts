import { english as app } from "./app.en.ts";
import { english as domains } from "./domains.en.ts";
import { speaker } from "./say.ts";

/** Speaks from the catalogues of the app and of the verified domains. */
export const say = speaker({ ...app, ...domains });
