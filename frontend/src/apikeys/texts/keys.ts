import app from "../../text/app.en.json";
import { speaker } from "../../text/say.ts";
import keys from "./keys.en.json";

/** Speaks from the catalogues of the app and of the API keys. */
export const say = speaker({ ...app, ...keys });
