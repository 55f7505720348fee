/** Stands in a source document for the nonce, which is another one for each answer. */
export const noncePlace = "__NONCE__";

export type Page = "login.html" | "app.html";

/** Which of the two pages the program served, if any: it has other documents too. */
export function pageOf(served: string): Page | undefined {
  if (served.includes('<meta name="csp-nonce"')) return "app.html";
  return served.includes('id="page">') ? "login.html" : undefined;
}

/**
 * The source of a page, filled in as the program filled in the built one: with
 * the language and look of its first lines, with its data and its nonce.
 */
export function filled(source: string, served: string, nonce: string): string {
  const chosen = served.match(languageAndLook) ?? [];
  const [data = ""] = served.match(dataBlock) ?? [];
  return source
    .replace(languageAndLook, (own) => chosen.shift() ?? own)
    .replace(dataBlock, () => data)
    .replaceAll('nonce=""', `nonce="${nonce}"`)
    .replaceAll(noncePlace, nonce);
}

/**
 * The policy of the product, and beside it what a dev server needs: a script
 * within the document that prepares hot reload, and styles that scripts write.
 */
export function devPolicy(policy: string, nonce: string): string {
  return policy
    .replaceAll(/ 'nonce-[^']+'/g, "")
    .replace("script-src 'self'", `$& 'nonce-${nonce}'`)
    .replace("style-src 'self'", `$& 'nonce-${nonce}'`);
}

const languageAndLook = /<html [^>]*>|<meta name="(?:color-scheme|theme-color)"[^>]*>/g;
const dataBlock = /(?<=id="page"[^>]*>)[^<]*/;
