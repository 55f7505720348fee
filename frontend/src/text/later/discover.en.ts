/** What the page that asks for the organization adds to login.en.ts. */
export const texts = {
  "discover.heading": "Sign in",
  "discover.lead": "Which organization do you want to sign in to?",
  "discover.code": "Organization code or work e-mail",
  "discover.hint": "The short name in your sign-in link, which your administrator knows, or your e-mail at work.",
  "discover.unknown-email": "We do not know this e-mail domain. Enter your organization code.",
  "discover.submit": "Continue",
  "discover.busy": "Looking...",
  "discover.empty": "Enter your organization code or your work e-mail.",
  "discover.first": "Enter your organization code first, then you go on to {provider}.",
  "discover.recent": "Used in this browser",
  "discover.remove": "Remove",
  "discover.removed": "{org} is removed from this browser.",
  "discover.goes-to": "Opens {org}.",
} as const;
