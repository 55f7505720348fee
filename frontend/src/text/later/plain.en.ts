/** The pages that only say something: not set up, set-up closed, not found, no cookies. */
export const texts = {
  "not-set-up.page": "Not set up yet",
  "not-set-up.heading": "Latchkey is not set up yet",
  "not-set-up.text": "Open the set-up link that the server printed when it started.",
  "setup-closed.heading": "This set-up link is no longer valid",
  "setup-closed.text": "A set-up link works once, for 24 hours, and only while there is no organization.",
  "setup-closed.next": "Ask the operator of this deployment for a new one, or sign in.",
  "not-found.heading": "Page not found",
  "not-found.text": "There is nothing at this address.",
  "cookies.heading": "Cookies are turned off",
  "cookies.text": "Signing in needs cookies, and this browser blocks them here.",
  "cookies.next":
    "Open the settings of this site, beside the address, and allow cookies for {host}. Then load this page again.",
  "cookies.again": "Load it again",
  "go.signin": "Go to sign-in",
} as const;
