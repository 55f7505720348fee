/** What the dialog of a provider that is not available adds to login.en.ts. */
export const texts = {
  "warning.title": "Sign in with {provider} is not available",
  "warning.told": "Your administrator has been told.",
  "warning.password": "Sign in with password",
  "warning.ok": "OK",
} as const;
