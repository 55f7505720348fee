/** The language of these pages: its tag for Intl, how it is written, and how its own readers call it. */
export const texts = { tag: "en-GB", direction: "ltr", name: "English" } as const;
