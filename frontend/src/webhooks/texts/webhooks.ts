import app from "../../text/app.en.json";
import { speaker } from "../../text/say.ts";
import webhooks from "./webhooks.en.json";

/** Speaks from the catalogues of the app and of the webhooks. */
export const say = speaker({ ...app, ...webhooks });
