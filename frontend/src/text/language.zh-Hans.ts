import type { texts as en } from "./language.en.ts";
import type { Translation } from "./translation.ts";

/** The language of these pages: its tag for Intl, how it is written, and how its own readers call it. */
export const texts = {
  tag: "zh-Hans",
  direction: "ltr",
  name: "简体中文",
} as const satisfies Translation<typeof en>;
