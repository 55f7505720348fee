import type { components } from "../api/schema.gen.ts";
import { type Day, sum } from "../ui/day-numbers.ts";
import type { Provider } from "./filters.ts";

type Counts = components["schemas"]["SignInCounts"];

/** The numbers of each day, of one provider or of all. */
export function byDay({ days }: Counts, provider: Provider | ""): Day[] {
  return days.map(({ day, providers }) => ({
    day,
    ...sum(providers.filter((one) => !provider || one.provider === provider)),
  }));
}

/** How many went to which provider on the last day and did not come back. */
export function awayToday({ days }: Counts, provider: Provider | ""): { provider: Provider; count: number }[] {
  return (days.at(-1)?.providers ?? [])
    .filter((one) => one.notReturned > 0 && (!provider || one.provider === provider))
    .map((one) => ({ provider: one.provider, count: one.notReturned }));
}
