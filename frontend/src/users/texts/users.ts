import people from "../../people/texts/people.en.json";
import app from "../../text/app.en.json";
import { speaker } from "../../text/say.ts";
import users from "./users.en.json";

/** Speaks from the catalogues of the app and of the people. */
export const say = speaker({ ...app, ...people, ...users });
