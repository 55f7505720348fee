import app from "../../text/app.en.json";
import { speaker } from "../../text/say.ts";
import preview from "./preview.en.json";

/** Speaks from the catalogues of the app and of the preview. */
export const say = speaker({ ...app, ...preview });
