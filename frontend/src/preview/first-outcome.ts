import type { components } from "../api/schema.gen.ts";

type Outcome = components["schemas"]["ForecastOutcome"];

/** The lists of a forecast, the worst first. */
export const outcomes = ["refused", "unknown", "ask", "silent", "linked"] as const satisfies Outcome[];

/** The list that is shown where the address names none: the worst that has anybody, as the API says `worst`. */
export function firstOutcome(forecast: Record<Outcome, number>): Outcome {
  return outcomes.find((one) => forecast[one] > 0) ?? "refused";
}
