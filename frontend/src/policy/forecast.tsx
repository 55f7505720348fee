import { Flex, Skeleton } from "@mantine/core";
import type { components } from "../api/schema.gen.ts";
import { api } from "../api/session.ts";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import { say } from "./texts/policy.ts";

type Counts = components["schemas"]["ForecastOfConnection"];

const outcomes = ["linked", "silent", "ask", "refused", "unknown"] as const;

const fills = {
  linked: "var(--on)",
  silent: "var(--chart-1)",
  ask: "var(--test)",
  refused: "var(--bad)",
  unknown: "var(--line)",
};

/** What the rules that are saved now lead to for the people of today. All connections are asked for at once. */
export function Forecast({ organization, connectionId }: { organization: string; connectionId: string }) {
  const forecasts = api.useQuery("get", "/api/v1/organizations/{organization}/connection-forecasts", {
    params: { path: { organization } },
  });
  if (forecasts.error) return <ProblemAlert problem={forecasts.error} />;
  if (!forecasts.data) return <Skeleton h={160} aria-hidden="true" />;
  // One that was removed a moment ago has none.
  const data = forecasts.data.items.find((one) => one.connectionId === connectionId);
  if (!data) return null;
  return (
    <Flex
      component="section"
      direction="column"
      gap="sm"
      p="md"
      bg="var(--sunken)"
      bdrs="sm"
      className="forecast"
      style={{ alignSelf: "start" }}
      aria-label={say("forecast.title")}
    >
      <h3>{say("forecast.title")}</h3>
      <Bar parts={outcomes.map((outcome) => ({ outcome, people: data[outcome] }))} label={labelOf(data)} />
      <ul>
        {outcomes.filter(isShown(data)).map((outcome) => (
          <li key={outcome}>
            <b className={outcome === "refused" && data.refused > 0 ? "alarm-text" : undefined}>{data[outcome]}</b>{" "}
            {say(`forecast.${outcome}`)}
          </li>
        ))}
      </ul>
    </Flex>
  );
}

/** What is not known is named where there is any. */
function isShown(data: Counts) {
  return (outcome: (typeof outcomes)[number]) => outcome !== "unknown" || data.unknown > 0;
}

function labelOf(data: Counts): string {
  const said = say.count("forecast.bar", data.people, { ...data });
  return data.unknown > 0 ? `${said} ${data.unknown} ${say("forecast.unknown")}.` : said;
}

interface BarProps {
  parts: { outcome: (typeof outcomes)[number]; people: number }[];
  label: string;
}

/** One proportional bar. */
function Bar({ parts, label }: BarProps) {
  const all = Math.max(
    1,
    parts.reduce((sum, { people }) => sum + people, 0),
  );
  let from = 0;
  return (
    <svg width="100%" height="10" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label={label}>
      {parts.map(({ outcome, people }) => {
        const x = from;
        from += (people / all) * 100;
        return people > 0 && <rect key={outcome} fill={fills[outcome]} x={x} width={from - x} height="10" />;
      })}
    </svg>
  );
}
