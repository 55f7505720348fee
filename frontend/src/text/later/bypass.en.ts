/** What the page of those who may sign in without a provider adds to login.en.ts. */
export const texts = {
  "bypass.heading": "Sign in to {org} without {provider}",
  "bypass.page": "Sign in without {provider}",
  "bypass.lead": "Only people whom the administrator has exempted can use their password here.",
  "bypass.once": "Your link works once, for five minutes after it was made.",
  "bypass.submit": "Sign in once with this link",
  "bypass.refused": "This account cannot sign in without {provider}.",
  "bypass.mail-to": "E-mail of a super admin",
  "bypass.mail-text": "A super admin can have a link sent. It works once, for five minutes.",
  "bypass.send": "Send me a link",
  "bypass.sending": "Sending...",
  "bypass.sent": "If this address may use it, a link is on its way. It works for five minutes.",
  "bypass.nothing":
    "Nothing there after a few minutes? Look in the folder for unwanted mail, or ask the operator of this server for a link.",
  "bypass.other": "Use another address",
  "bypass.closed": "This link is no longer valid. Have a new one sent, or ask the operator for one.",
  "bypass.back": "Back to sign-in",
} as const;
