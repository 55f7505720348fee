/** What the page that a link for a new password opens adds to login.en.ts. */
export const texts = {
  "reset.page": "New password",
  "reset.heading": "Set a new password for {org}",
  "reset.lead": "Your sessions in other browsers end.",
  "reset.password": "New password",
  "reset.hint": "Twelve characters at least.",
  "reset.short": "Use twelve characters at least.",
  "reset.weak": "This is too easy to guess. Use a few words that do not belong together.",
  "reset.submit": "Set password",
  "reset.busy": "Setting...",
  "reset.done": "Your password is set",
  "reset.done-text": "Sign in with it now.",
  "reset.signin": "Go to sign-in",
  "reset.closed": "This link is no longer valid",
  "reset.closed-text": "A link for a new password works once, for thirty minutes.",
  "reset.open": "Open the link in the mail again",
  "reset.open-text":
    "This page needs the link that was mailed to you. Open it again, in this browser: it works once, for thirty minutes.",
  "reset.again": "Ask for a new link",
} as const;
