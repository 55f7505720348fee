/** What the page that asks for the organization adds to login.en.ts. */
export const texts = {
  "discover.heading": "Sign in",
  "discover.lead": "Which organization do you want to sign in to?",
  "discover.code": "Organization code or work e-mail",
  "discover.hint": "The short name in your sign-in link, or your work e-mail. Your administrator knows the code.",
  "discover.unknown-email": "We do not know this e-mail domain. Enter your organization code.",
  "discover.submit": "Continue",
  "discover.busy": "Searching...",
  "discover.empty": "Enter your organization code or your work e-mail.",
  "discover.first": "First enter your organization code. Then you continue to {provider}.",
  "discover.recent": "Used in this browser",
  "discover.remove": "Remove",
  "discover.removed": "{org} was removed from this browser.",
  "discover.goes-to": "Opens {org}.",
} as const;
