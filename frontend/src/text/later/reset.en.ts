/** What the page that a link for a new password opens adds to login.en.ts. */
export const texts = {
  "reset.page": "New password",
  "reset.heading": "Set a new password for {org}",
  "reset.lead": "Your sessions in other browsers end.",
  "reset.password": "New password",
  "reset.hint": "At least 12 characters.",
  "reset.short": "Use at least 12 characters.",
  "reset.weak": "This is too easy to guess. Use a few unrelated words.",
  "reset.submit": "Set password",
  "reset.busy": "Saving...",
  "reset.done": "Your password was set",
  "reset.done-text": "Sign in with it now.",
  "reset.signin": "Go to sign-in",
  "reset.closed": "This link is no longer valid",
  "reset.closed-text": "A link for a new password works once, within 30 minutes.",
  "reset.open": "Open the link in the e-mail again",
  "reset.open-text":
    "This page needs the link from the e-mail we sent you. Open it again, in this browser: it works once, within 30 minutes.",
  "reset.again": "Ask for a new link",
} as const;
