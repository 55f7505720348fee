import { fill, spaced } from "./fill.ts";
import language from "./language.en.json";

/**
 * "Google", "Google and Microsoft", "Google, Microsoft and Partner login"; with "or" as a disjunction. Each name is
 * set apart, not the list: an Arabic one is read from the right, whatever the letters of the names are.
 */
export function listOf(names: string[], type: Intl.ListFormatType = "conjunction"): string {
  const apart = names.map((name) => fill("{name}", { name }));
  return spaced(new Intl.ListFormat(language.tag, { type }).format(apart));
}

/** A text from right to left with each name in Latin letters set apart; any other text as it is. */
export function namesApart(text: string): string {
  if ((language.direction as string) !== "rtl") return text;
  return text.replace(/[A-Za-z](?:[\w .&/:-]*\w)?/g, (name) => fill("{name}", { name }));
}
