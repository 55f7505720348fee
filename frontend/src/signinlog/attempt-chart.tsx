import { Skeleton } from "@mantine/core";
import type { components } from "../api/schema.gen.ts";
import { useSignInCounts } from "../api/sign-in-counts.ts";
import { DayChart } from "../ui/day-chart.tsx";
import { Failed } from "../ui/failed.tsx";
import { awayToday, byDay } from "./chart-numbers.ts";
import type { Provider } from "./filters.ts";
import { LostNotice } from "./lost-notice.tsx";
import { say } from "./texts/log.ts";

/** How many attempts there were on each of the last days, and whether some of today went astray. */
export function AttemptChart({ organization, provider }: { organization: string; provider: Provider | "" }) {
  const counts = useSignInCounts(organization);
  return (
    <>
      {counts.data && <LostNotice organization={organization} away={awayToday(counts.data, provider)} />}
      <section className="card chart-card" aria-labelledby="chart">
        <header>
          <h2 id="chart">{say.count("chart.title", counts.days)}</h2>
          <p>{say("chart.zone", { zone: counts.zone })}</p>
        </header>
        <Content counts={counts} provider={provider} />
      </section>
    </>
  );
}

interface ContentProps {
  counts: { data?: components["schemas"]["SignInCounts"]; error: unknown; refetch: () => void };
  provider: Provider | "";
}

function Content({ counts, provider }: ContentProps) {
  if (counts.error) return <Failed problem={counts.error} onAgain={counts.refetch} />;
  if (!counts.data) return <Skeleton h={{ base: 272, xs: 252 }} mx="pad" my="md" />;
  return <DayChart days={byDay(counts.data, provider)} />;
}
