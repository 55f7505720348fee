/** What the page of the own profile adds to app.en.ts. */
export const english = {
  "profile.title": "Edit profile",
  "profile.sentence": "How we call you, and the clock that times go by.",
  "profile.card": "You",
  "profile.name": "Name",
  "profile.zone": "Time zone",
  "profile.zone-hint": "Every time on these pages goes by it.",
  "profile.zone-browser": "The browser's ({place})",
  "profile.email": "E-mail",
  "profile.role": "Role",
  "profile.fixed": "Your administrator can change it.",
  "profile.save": "Save",
  "profile.saving": "Saving...",
  "profile.saved": "Your profile is saved.",
  "profile.nothing": "Nothing was changed.",
  "profile.security": "Password, connected accounts and sessions are under",
  "profile.security-link": "Security Setting",
} as const;
