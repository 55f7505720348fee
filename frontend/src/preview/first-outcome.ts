import type { components } from "../api/schema.gen.ts";

type Outcome = components["schemas"]["ForecastOutcome"];

/** The lists of a forecast, the worst first. */
export const outcomes = ["refused", "unknown", "ask", "silent", "linked"] as const satisfies Outcome[];

/** The list that is shown where the address names none: the one that the forecast came with, which the API calls `worst`. */
export function firstOutcome({ items }: components["schemas"]["Forecast"]): Outcome {
  return items[0]?.outcome ?? "refused";
}
