import { Link } from "wouter";
import { isOn, useConnections } from "../api/connections.ts";
import type { components } from "../api/schema.gen.ts";
import { useSignInCounts } from "../api/sign-in-counts.ts";
import { DayBar } from "../ui/day-bar.tsx";
import { parts, sum } from "../ui/day-numbers.ts";
import { Failed } from "../ui/failed.tsx";
import { say } from "./texts/home.ts";

/** For a super admin: how the sign-ins of today ended, once something is on. */
export function Today({ organization }: { organization: string }) {
  const isUsed = useConnections(organization).data?.items.some(isOn) ?? false;
  return isUsed ? <Outcomes organization={organization} /> : null;
}

function Outcomes({ organization }: { organization: string }) {
  const counts = useSignInCounts(organization);
  return (
    <section className="card" aria-labelledby="today">
      <header>
        <h2 id="today">{say("today.title")}</h2>
        <p>{say("today.zone", { zone: counts.zone })}</p>
      </header>
      {counts.error && <Failed problem={counts.error} onAgain={counts.refetch} />}
      {counts.data && <Numbers day={counts.data.days.at(-1)} />}
    </section>
  );
}

function Numbers({ day }: { day: components["schemas"]["SignInCounts"]["days"][number] | undefined }) {
  const total = sum(day?.providers ?? []);
  return (
    <div className="card-body">
      {parts.some((part) => total[part] > 0) ? (
        <DayBar total={total} label={say("today.label", total)} />
      ) : (
        <p className="muted">{say("today.none")}</p>
      )}
      <p>
        <Link className="link" href="/sign-in-log?period=today">
          {say("today.log")}
        </Link>
      </p>
    </div>
  );
}
