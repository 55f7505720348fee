import app from "../../text/app.en.json";
import { speaker } from "../../text/say.ts";
import guest from "./guest.en.json";

/** Speaks from the catalogue of set-up links, for those who make them and those who hold them. */
export const say = speaker({ ...app, ...guest });
