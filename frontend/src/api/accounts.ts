interface Times {
  linkedAt: string;
  lastUsedAt: string;
}

/**
 * What is known of the use of an account. Whoever connects their own uses it in the same step, be it to sign in or not:
 * then nothing is known beside that it is connected. What a super admin connected was seen before.
 */
export function accountUse({ linkedAt, lastUsedAt }: Times): "since" | "unused" | "connected" {
  const after = Date.parse(lastUsedAt) - Date.parse(linkedAt);
  if (after < 0) return "unused";
  return after < 1000 ? "connected" : "since";
}
