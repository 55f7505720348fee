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
