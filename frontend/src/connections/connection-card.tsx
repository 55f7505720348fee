import { Box, Flex, Stack } from "@mantine/core";
import { Link } from "wouter";
import { providerName, providerTitle } from "../text/provider.ts";
import { BlankText } from "./blank-card.tsx";
import { CardActions } from "./card-actions.tsx";
import { CardFacts } from "./card-facts.tsx";
import { CardHead, MoreChips } from "./card-head.tsx";
import { testPath } from "./overall.ts";
import { type Connection, manyAway, stateOf } from "./states.ts";
import { say } from "./texts/connections.ts";

/** How one connection is and what can be done with it; whether people see its button though it is not on. */
export function ConnectionCard({ connection, isShown }: { connection: Connection; isShown: boolean }) {
  const title = providerTitle(connection.provider, connection.label);
  const state = stateOf(connection);
  const id = `conn-${connection.id}`;
  return (
    <article className="card conn" aria-labelledby={id}>
      <CardHead id={id} provider={connection.provider} preset={connection.preset} title={title} state={state}>
        <MoreChips connection={connection} />
      </CardHead>
      <Stack gap="md" px="pad" pb="md">
        {state === "blank" && <BlankText kind={connection.kind} />}
        <NotOnYet connection={connection} isShown={isShown} />
        {state !== "blank" && <CardFacts connection={connection} />}
        {(state === "on" || state === "broken") && <Counts connection={connection} title={title} />}
      </Stack>
      <CardActions connection={connection} title={title} />
    </article>
  );
}

/** What people see of a connection that is not on, and the next step. */
function NotOnYet({ connection, isShown }: { connection: Connection; isShown: boolean }) {
  const state = stateOf(connection);
  if (state !== "draft" && state !== "failed" && state !== "tested") return null;
  const name = providerName(connection.provider, connection.label);
  const text = isShown && state !== "failed" ? say(`${state}.sentence-shown`, { name }) : say(`${state}.sentence`);
  return <p className="small muted">{text}</p>;
}

const faint = { c: "dimmed", fz: "xs", lh: "1rem" };
const number = { fz: "lg", fw: 600, lh: "1.5rem", style: { fontVariantNumeric: "tabular-nums" } };
const counted = ["started", "finished", "asked", "refused", "failed", "notReturned"] as const;

/** Attempts of the last 24 hours. Too many that did not come back stand out, with the way to find out why. */
function Counts({ connection, title }: { connection: Connection; title: string }) {
  const alarm = manyAway(connection);
  return (
    <Stack
      component="section"
      gap={4}
      pt="sm"
      style={{ borderTop: "1px solid var(--line)" }}
      aria-label={say("counts.label", { name: title })}
    >
      <Box component="p" {...faint}>
        {say("counts.title")}
      </Box>
      <Flex component="dl" wrap="wrap" gap="xs">
        {counted.map((part) => (
          <Flex key={part} direction="column-reverse" justify="flex-end" flex="1 1 30%">
            <Box component="dt" {...faint}>
              {say(`counts.${part}`)}
            </Box>
            <Box component="dd" {...number} c={alarm && part === "notReturned" ? "var(--bad)" : undefined}>
              {connection.lastDay[part]}
            </Box>
          </Flex>
        ))}
      </Flex>
      {alarm && (
        <Link className="link small" style={{ alignSelf: "end" }} href={testPath(connection)}>
          {say("counts.find")}
        </Link>
      )}
    </Stack>
  );
}
