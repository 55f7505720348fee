import language from "./language.en.json";

/** "12,500": a number as the page's language writes it. */
export const digits = (count: number) => count.toLocaleString(language.tag);
