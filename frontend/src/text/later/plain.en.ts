/** The pages that only say something: not set up, set-up closed, not found. */
export const texts = {
  "not-set-up.page": "Not set up yet",
  "not-set-up.heading": "Latchkey is not set up yet",
  "not-set-up.text": "Open the set-up link that the server printed when it started.",
  "setup-closed.heading": "This set-up link is no longer valid",
  "setup-closed.text": "A set-up link works once, for 24 hours, and only while there is no organization.",
  "setup-closed.next": "Ask the operator of this deployment for a new one, or sign in.",
  "not-found.heading": "Page not found",
  "not-found.text": "There is nothing at this address.",
  "go.signin": "Go to sign-in",
} as const;
