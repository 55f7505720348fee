import { texts as app } from "./app.en.ts";
import { texts as preview } from "./preview.en.ts";
import { speaker } from "./say.ts";

/** Speaks from the catalogues of the app and of the preview. */
export const say = speaker({ ...app, ...preview });
