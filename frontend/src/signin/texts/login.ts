import { fill } from "../../text/fill.ts";
import type { Say } from "../../text/say.ts";
import texts from "./login.en.json";

/** Speaks from the catalogue of the sign-in entry: nothing there goes by a number, so what chooses by one is not fetched. */
export const say: Say<typeof texts> = (id, ...[values]) => fill(texts[id], values);
