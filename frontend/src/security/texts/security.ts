import recent from "../../stepup/texts/stepup.en.json";
import { speaker } from "../../text/say.ts";
import texts from "./security.en.json";

/** Speaks from the catalogues of one's own sign-in methods and of "It's you". */
export const say = speaker({ ...recent, ...texts });
