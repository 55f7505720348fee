import type { texts as en } from "./lists.en.ts";
import type { Translation } from "./translation.ts";

/** What stands between the values of a list, and between two sentences. */
export const texts = { comma: ", ", gap: " " } as const satisfies Translation<typeof en>;
