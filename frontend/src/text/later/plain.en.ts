/** The pages that only say something: not set up, set-up closed, not found, no cookies. */
export const texts = {
  "not-set-up.page": "Not set up yet",
  "not-set-up.heading": "Latchkey is not set up yet",
  "not-set-up.text": "Open the setup link that the server printed when it started.",
  "setup-closed.heading": "This setup link is no longer valid",
  "setup-closed.text": "A setup link works once, within 24 hours, and only while there is no organization.",
  "setup-closed.next": "Ask the operator of this deployment for a new one, or sign in.",
  "not-found.heading": "Page not found",
  "not-found.text": "There is no page at this address.",
  "cookies.heading": "Cookies are turned off",
  "cookies.text": "Signing in needs cookies, but this browser blocks them here.",
  "cookies.next":
    "Open the site settings next to the address bar and allow cookies for {host}. Then load this page again.",
  "cookies.again": "Load it again",
  "go.signin": "Go to sign-in",
} as const;
