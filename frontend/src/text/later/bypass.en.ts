/** What the page of those who may sign in without a provider adds to login.en.ts. */
export const texts = {
  "bypass.heading": "Sign in to {org} without {provider}",
  "bypass.page": "Sign in without {provider}",
  "bypass.lead": "Only people the administrator has exempted can use their password here.",
  "bypass.once": "Your link works once, within 5 minutes after it was created.",
  "bypass.submit": "Sign in once with this link",
  "bypass.refused": "This account cannot sign in without {provider}.",
  "bypass.mail-to": "E-mail of a super admin",
  "bypass.mail-text": "A super admin can ask for a link. It works once, within 5 minutes.",
  "bypass.send": "Send me a link",
  "bypass.sending": "Sending...",
  "bypass.sent": "If this address is allowed to use it, a link is on its way. It works for 5 minutes.",
  "bypass.nothing":
    "Nothing after a few minutes? Check your spam folder, or ask the operator of this server for a link.",
  "bypass.other": "Use another address",
  "bypass.closed": "This link is no longer valid. Ask for a new one here, or ask the operator.",
  "bypass.back": "Back to sign-in",
} as const;
