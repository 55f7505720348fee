/** What stands in login.html and app.html, before any script runs and where none does. */
export const texts = {
  "login.title": "Sign in",
  "app.title": "Latchkey",
  "page.about": "Sign in with the account you have at work.",
  "page.broken":
    "This page is not working. If JavaScript is turned off for this site, turn it on. Then load the page again.",
  "page.again": "Load it again",
} as const;
