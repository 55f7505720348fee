import type { components } from "../api/schema.gen.ts";

type Detail = components["schemas"]["SignInDetail"];

/** When the browser came back: the end less the last step's time. Null if it never did. */
export function returnedAt({ at, steps }: Detail): Date | null {
  const last = Math.max(-1, ...steps.map((step) => step.afterMicroseconds ?? -1));
  return last < 0 ? null : new Date(Date.parse(at) - last / 1000);
}

/** How long the person was at the provider, in seconds with one digit. */
export function secondsAway(detail: Detail): string {
  const returned = returnedAt(detail);
  return returned ? Math.max(0, (returned.getTime() - Date.parse(detail.startedAt)) / 1000).toFixed(1) : "";
}
