/**
 * Whether this browser keeps cookies here. It is tried: a browser that blocks them
 * for one site says of itself that they are on. What is in a sandbox may not even ask.
 */
export function keepsCookies(): boolean {
  const kept = "latchkey_kept=1";
  try {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API needs HTTPS, which a local server does not have
    document.cookie = `${kept};samesite=lax`;
    const isThere = document.cookie.includes(kept);
    // biome-ignore lint/suspicious/noDocumentCookie: as above
    document.cookie = `${kept};samesite=lax;max-age=0`;
    return isThere;
  } catch {
    return false;
  }
}

/**
 * Keeps a choice of this browser for a year, in a cookie that the server goes by; "" drops it. Where cookies are
 * refused it holds for this page.
 */
export function keepChoice(name: string, value: string): void {
  const life = value === "" ? 0 : 31_536_000;
  try {
    // biome-ignore lint/suspicious/noDocumentCookie: as above
    document.cookie = `${name}=${value};path=/;max-age=${life};samesite=lax`;
  } catch {
    // Nothing is kept.
  }
}

/** The choice that is kept, "" if there is none; undefined where cookies may not be read. */
export function keptChoice(name: string): string | undefined {
  try {
    const kept = document.cookie.split("; ").find((one) => one.startsWith(`${name}=`));
    return kept?.slice(name.length + 1) ?? "";
  } catch {
    return undefined;
  }
}
