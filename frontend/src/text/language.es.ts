import type { Language } from "./translation.ts";

/** The language of these pages: its tag for Intl, how it is written, and how its own readers call it. */
export const texts = { tag: "es", direction: "ltr", name: "Español" } as const satisfies Language;
