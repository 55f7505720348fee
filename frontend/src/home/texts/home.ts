import app from "../../text/app.en.json";
import { speaker } from "../../text/say.ts";
import home from "./home.en.json";

/** Speaks from the catalogues of the app and of the start page. */
export const say = speaker({ ...app, ...home });
