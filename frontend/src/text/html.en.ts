/** What stands in login.html and app.html, before any script runs. */
export const texts = {
  "login.title": "Sign in",
  "login.noscript": "Signing in needs JavaScript. Turn it on for this site, then load this page again.",
  "app.title": "Latchkey",
  "app.noscript": "This page needs JavaScript. Turn it on for this site, then load this page again.",
} as const;
