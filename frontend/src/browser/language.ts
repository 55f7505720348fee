/** The language of this page, as the server chose it. */
export function pageLanguage(): string {
  return document.documentElement.lang || "en";
}

/** Keeps the language that somebody picked for a year, in the cookie that the server goes by, if the browser lets us. */
export function keepLanguage(language: string): void {
  try {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API needs HTTPS, which a local server does not have
    document.cookie = `${cookie}${language};path=/;max-age=31536000;samesite=lax`;
  } catch {
    // It stays the language of the browser.
  }
}

/**
 * Takes the language that the signed-in person chose. Says whether the page has
 * to be loaded again for it; never twice for the same language, also where
 * cookies are refused or the server does not speak it.
 */
export function takeLanguage(chosen: string | undefined): boolean {
  if (!chosen || chosen === pageLanguage() || isKept(chosen)) return false;
  keepLanguage(chosen);
  return isKept(chosen);
}

const cookie = "latchkey_language=";

function isKept(language: string): boolean {
  try {
    return document.cookie.split("; ").includes(cookie + language);
  } catch {
    return false;
  }
}
