/** What several of the screens that come later say. */
export const texts = {
  "signin.failed": "Sign-in options could not be loaded",
  "refused.other": "Use another account",
  "wait.moment": "a moment",
  "wait.seconds.one": "1 second",
  "wait.seconds.other": "{count} seconds",
  "wait.minutes.one": "1 minute",
  "wait.minutes.other": "{count} minutes",
} as const;
