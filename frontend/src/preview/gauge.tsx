import { Box } from "@mantine/core";
import type { ReactNode, SVGAttributes } from "react";
import { enumerated } from "../text/lists.ts";
import { reasonOf } from "../text/outcomes.ts";
import { providerName } from "../text/provider.ts";
import { ProportionBar } from "../ui/proportion-bar.tsx";
import { say } from "./texts/preview.ts";
import type { Connection, Forecast, Outcome } from "./use-preview.ts";

const parts = ["click", "ask", "refused", "unknown"] as const;
type Part = (typeof parts)[number];

const fills: Record<Part, SVGAttributes<SVGRectElement>> = {
  click: { fill: "var(--chart-1)" },
  ask: { fill: "url(#asked)", stroke: "var(--chart-1)" },
  refused: { fill: "var(--chart-2)" },
  unknown: { fill: "none", stroke: "var(--muted)", strokeDasharray: "3 3" },
};

/** Numbers first: one proportional bar and three counts, with the reasons in words. */
export function Gauge({ forecast, connection }: { forecast: Forecast; connection: Connection }) {
  const provider = providerName(connection.provider, connection.label);
  const { people, linked, silent, ask, refused, unknown } = forecast;
  const counts: Record<Part, number> = { click: linked + silent, ask, refused, unknown };
  return (
    <section className="card card-body" aria-label={say("gauge.label")}>
      <ProportionBar parts={parts} counts={counts} fills={fills} height={36} label={drawn(people, counts)}>
        <Hatch />
      </ProportionBar>
      <dl className="outcomes">
        <Count part="click" name={say("gauge.click")} count={counts.click}>
          {silent > 0 && <p>{say("click.silent", { people: silent, provider })}</p>}
          {linked > 0 && <p>{say("click.linked", { people: linked })}</p>}
          {counts.click === 0 && <p>{say("click.none")}</p>}
        </Count>
        <Count part="ask" name={say("gauge.ask")} count={ask}>
          <p>{say(ask > 0 ? "ask.some" : "ask.none")}</p>
          <Reasons outcome="ask" forecast={forecast} connection={connection} />
        </Count>
        <Count part="refused" name={say("gauge.refused", { provider })} count={refused}>
          <p>{passwords(forecast)}</p>
          <Reasons outcome="refused" forecast={forecast} connection={connection} />
        </Count>
        {unknown > 0 && (
          <Count part="unknown" name={say("gauge.unknown")} count={unknown}>
            <p>{say("unknown.some")}</p>
            <Reasons outcome="unknown" forecast={forecast} connection={connection} />
          </Count>
        )}
      </dl>
    </section>
  );
}

function drawn(people: number, counts: Record<Part, number>): string {
  const said = say.count("gauge.drawing", people, counts);
  return counts.unknown > 0 ? `${said} ${say("gauge.drawing-unknown", counts)}` : said;
}

function passwords({ refused, refusedWithPassword, unknown }: Forecast): string {
  if (refused === 0) return say(unknown > 0 ? "refused.none-known" : "refused.none");
  if (refusedWithPassword === 0) return say("refused.no-passwords");
  return say("refused.passwords", { people: refusedWithPassword });
}

function Count({ part, name, count, children }: { part: Part; name: string; count: number; children: ReactNode }) {
  return (
    <div>
      <dt>
        <svg width="14" height="14" aria-hidden="true">
          <rect className={part} {...fills[part]} x="0.5" y="0.5" width="13" height="13" rx="3" />
        </svg>
        {name}
      </dt>
      <dd className="big">{count}</dd>
      <dd className="muted">{children}</dd>
    </div>
  );
}

interface ReasonsProps {
  outcome: Outcome;
  forecast: Forecast;
  connection: Connection;
}

function Reasons({ outcome, forecast, connection }: ReasonsProps) {
  const values = {
    provider: providerName(connection.provider, connection.label),
    locked: enumerated(connection.lockedTo),
  };
  const list = forecast.reasons.filter((one) => one.outcome === outcome && one.reason !== "");
  if (list.length === 0) return null;
  return (
    <Box component="ul" mt={4} className="small">
      {list.map(({ reason, people }) => (
        <li key={reason}>{say("reason.people", { people, reason: reasonOf(reason, null, values) })}</li>
      ))}
    </Box>
  );
}

function Hatch() {
  return (
    <defs>
      <pattern id="asked" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <line stroke="var(--chart-1)" strokeWidth="4" x1="0" y1="0" x2="0" y2="6" />
      </pattern>
    </defs>
  );
}
