import type { texts as en } from "./language.en.ts";
import type { Translation } from "./translation.ts";

/**
 * The language of these pages: its tag for Intl, how it is written, and how its own readers call it.
 * The tag asks for Western digits and a clock of 24 hours, since not every browser has them for Arabic on its own.
 */
export const texts = {
  tag: "ar-u-hc-h23-nu-latn",
  direction: "rtl",
  name: "العربية",
} as const satisfies Translation<typeof en>;
