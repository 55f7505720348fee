import people from "../../people/texts/people.en.json";
import app from "../../text/app.en.json";
import { speaker } from "../../text/say.ts";
import imports from "./imports.en.json";

/** Speaks from the catalogues of the app, of people and of imports. */
export const say = speaker({ ...app, ...people, ...imports });
