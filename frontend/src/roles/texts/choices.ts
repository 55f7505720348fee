import app from "../../text/app.en.json";
import { speaker } from "../../text/say.ts";
import choices from "./choices.en.json";

/** Speaks from the catalogues of the app and of the roles that connections give without rules. */
export const say = speaker({ ...app, ...choices });
