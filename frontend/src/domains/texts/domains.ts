import app from "../../text/app.en.json";
import { speaker } from "../../text/say.ts";
import domains from "./domains.en.json";

/** Speaks from the catalogues of the app and of the verified domains. */
export const say = speaker({ ...app, ...domains });
