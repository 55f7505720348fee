import app from "../../text/app.en.json";
import { speaker } from "../../text/say.ts";
import branding from "./branding.en.json";

/** Speaks from the catalogues of the app and of the look of the sign-in page. */
export const say = speaker({ ...app, ...branding });
