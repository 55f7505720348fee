import app from "../../text/app.en.json";
import { speaker } from "../../text/say.ts";
import test from "./test.en.json";

/** Speaks from the catalogues of the app and of the test of a connection. */
export const say = speaker({ ...app, ...test });
