/** What the page for a forgotten password adds to login.en.ts. */
export const texts = {
  "forgot.page": "Forgot password",
  "forgot.heading": "Set a new password",
  "forgot.lead": "We will send you a link to set one.",
  "forgot.submit": "Send me a link",
  "forgot.busy": "Sending...",
  "forgot.sent": "If this address is allowed to use it, a link is on its way. It works for 30 minutes.",
  "forgot.nothing": "Nothing after a few minutes?",
  "forgot.nothing-text":
    "Check your spam folder, and check that {email} is the address {org} has for you. If that does not help, ask your administrator.",
  "forgot.other": "Use another address",
  "forgot.no-mail": "This server does not send e-mail, so it cannot send you a link.",
  "forgot.back": "Back to sign-in",
} as const;
