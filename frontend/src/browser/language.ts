import { keepChoice, keptChoice } from "./cookies.ts";

const cookie = "latchkey_language";

/** The language of this page, as the server chose it. */
export function pageLanguage(): string {
  return document.documentElement.lang || "en";
}

/** Keeps the language that somebody picked, if the browser lets us; else it stays the browser's. */
export function keepLanguage(language: string): void {
  keepChoice(cookie, language);
}

/**
 * Takes the language that the signed-in person chose. Says whether the page has
 * to be loaded again for it; never twice for the same language, also where
 * cookies are refused or the server does not speak it.
 */
export function takeLanguage(chosen: string | undefined): boolean {
  if (!chosen || chosen === pageLanguage() || keptChoice(cookie) === chosen) return false;
  keepLanguage(chosen);
  return keptChoice(cookie) === chosen;
}
