import { Skeleton } from "@mantine/core";
import { Link } from "wouter";
import type { components } from "../api/schema.gen.ts";
import { useSignInCounts } from "../api/sign-in-counts.ts";
import { DayChart } from "../ui/day-chart.tsx";
import { type Day, sum } from "../ui/day-numbers.ts";
import { Failed } from "../ui/failed.tsx";
import { say } from "./texts/connections.ts";

type Counts = components["schemas"]["SignInCounts"];

/** How the sign-ins of the last days ended, through all connections together. */
export function SignInGraph({ organization }: { organization: string }) {
  const counts = useSignInCounts(organization);
  return (
    <section className="card" aria-labelledby="graph">
      <header>
        <h2 id="graph">{say.count("graph.title", counts.days)}</h2>
        <Link className="link small" href="/sign-in-log">
          {say("graph.log")}
        </Link>
      </header>
      <Content counts={counts} />
    </section>
  );
}

function Content({ counts }: { counts: { data?: Counts; error: unknown; refetch: () => void } }) {
  if (counts.error) return <Failed problem={counts.error} onAgain={counts.refetch} />;
  if (!counts.data) return <Skeleton h={{ base: 272, xs: 252 }} mx="pad" my="md" />;
  return <DayChart days={counts.data.days.map(totalOf)} />;
}

function totalOf({ day, providers }: Counts["days"][number]): Day {
  return { day, ...sum(providers) };
}
