/** What the set-up page adds to login.en.ts. */
export const english = {
  "setup.page": "Set up Latchkey",
  "setup.heading": "Set up your organization",
  "setup.lead": "You become its first super admin and are signed in.",
  "setup.organization": "Organization",
  "setup.organization-name": "Organization name",
  "setup.organization-code": "Organization code",
  "setup.code-hint": "Lower-case letters, digits and single hyphens. People sign in at {address}",
  "setup.you": "You",
  "setup.name": "Your name",
  "setup.email": "E-mail",
  "setup.password": "Password",
  "setup.password-hint": "Twelve characters at least.",
  "setup.submit": "Set up and sign in",
  "setup.busy": "Setting up...",
} as const;
