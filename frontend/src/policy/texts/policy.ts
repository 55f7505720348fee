import app from "../../text/app.en.json";
import { speaker } from "../../text/say.ts";
import policy from "./policy.en.json";

/** Speaks from the catalogues of the app and of the sign-in policy. */
export const say = speaker({ ...app, ...policy });
