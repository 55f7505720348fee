import app from "../../text/app.en.json";
import { speaker } from "../../text/say.ts";
import people from "./people.en.json";

/** Speaks from the catalogues of the app and of what is done with a person. */
export const say = speaker({ ...app, ...people });
