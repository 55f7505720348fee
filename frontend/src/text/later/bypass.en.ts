/** What the page of those who may sign in without a provider adds to login.en.ts. */
export const english = {
  "bypass.heading": "Sign in to {org} without {provider}",
  "bypass.page": "Sign in without {provider}",
  "bypass.lead": "Only people whom the administrator has exempted can use their password here.",
  "bypass.once": "Your link works once, for five minutes after it was made.",
  "bypass.submit": "Sign in once with this link",
  "bypass.refused": "This account cannot sign in without {provider}.",
  "bypass.back": "Back to sign-in",
} as const;
