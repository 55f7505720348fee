/** What the page for a forgotten password adds to login.en.ts. */
export const texts = {
  "forgot.page": "Forgot password",
  "forgot.heading": "Set a new password",
  "forgot.lead": "We send you a link to set one.",
  "forgot.submit": "Send me a link",
  "forgot.busy": "Sending...",
  "forgot.sent": "If this address may use it, a link is on its way. It works for thirty minutes.",
  "forgot.nothing": "Nothing there after a few minutes?",
  "forgot.nothing-text":
    "Look in the folder for unwanted mail, and check that {email} is the address that {org} knows. Otherwise ask your administrator.",
  "forgot.other": "Use another address",
  "forgot.no-mail": "This server sends no mail, so it cannot send you a link.",
  "forgot.back": "Back to sign-in",
} as const;
