import { Box } from "@mantine/core";
import { Link, useSearchParams } from "wouter";
import { Empty, RowsToCome } from "../ui/empty.tsx";
import { Failed } from "../ui/failed.tsx";
import { Pager, pageSize, range } from "../ui/pager.tsx";
import { firstOutcome, outcomes } from "./first-outcome.ts";
import { PeopleTable } from "./people-table.tsx";
import { say } from "./texts/preview.ts";
import { type Connection, type Forecast, type Outcome, type Place, usePeople } from "./use-preview.ts";

/** Those who need action first. */

interface PeopleProps {
  place: Place;
  forecast: Forecast;
  connection: Connection;
}

const counted = {
  px: 6,
  py: 1,
  bdrs: "xs",
  bg: "var(--sunken)",
  c: "dimmed",
  fz: "xs",
  fw: 600,
  lh: "1rem",
  style: { fontVariantNumeric: "tabular-nums" },
};

/** Who, and why: a list for each outcome. The address keeps the tab and the page. */
export function People({ place, forecast, connection }: PeopleProps) {
  const [params] = useSearchParams();
  const asked = outcomes.find((one) => one === params.get("outcome"));
  const outcome = asked ?? firstOutcome(forecast);
  return (
    <section className="card" aria-labelledby="who">
      <Box component="header" style={{ paddingBottom: 4, borderBottom: 0 }}>
        <h2 id="who">{say("who.title")}</h2>
      </Box>
      <Box component="nav" className="tabs" px="pad" aria-label={say("who.tabs")}>
        {outcomes.map((one) => (
          <Link key={one} href={`?outcome=${one}`} aria-current={one === outcome ? "page" : undefined}>
            {say(`tab.${one}`)}
            <Box component="span" {...counted}>
              {forecast[one]}
            </Box>
          </Link>
        ))}
      </Box>
      <List key={outcome} place={place} outcome={outcome} forecast={forecast} connection={connection} />
    </section>
  );
}

interface ListProps extends PeopleProps {
  outcome: Outcome;
}

function List({ place, outcome, forecast, connection }: ListProps) {
  const [params, setParams] = useSearchParams();
  const offset = readOffset(params);
  const people = usePeople(place, outcome, offset, forecast);
  if (people.error) return <Failed problem={people.error} onAgain={people.refetch} />;
  if (!people.data) return <RowsToCome />;
  const { items, total } = people.data;
  const turnTo = (to: number) => setParams({ outcome, ...(to > 0 && { offset: String(to) }) });
  return (
    <>
      {items.length === 0 ? (
        <Empty title={say("who.nobody")} why={say("who.nobody-why")} />
      ) : (
        <PeopleTable items={items} connection={connection} />
      )}
      <Pager
        byName
        shown={say("who.shown", { range: range(items.length, offset), total })}
        newer={offset > 0 ? () => turnTo(Math.max(0, offset - pageSize)) : undefined}
        older={offset + items.length < total ? () => turnTo(offset + pageSize) : undefined}
      />
    </>
  );
}

function readOffset(params: URLSearchParams): number {
  const offset = Number(params.get("offset"));
  return Number.isInteger(offset) && offset > 0 && offset <= 1_000_000 ? offset : 0;
}
