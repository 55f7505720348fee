import app from "../../text/app.en.json";
import { speaker } from "../../text/say.ts";
import applications from "./applications.en.json";

/** Speaks from the catalogues of the app and of the applications. */
export const say = speaker({ ...app, ...applications });
