import { Box, Group, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { LogoTile } from "../ui/brand-logo.tsx";
import { StateChip } from "../ui/state-chip.tsx";
import { type Connection, chips, daysLeft, expiryText, hasFailed, newestOf, type State, stateOf } from "./states.ts";
import { say } from "./texts/connections.ts";

interface CardHeadProps {
  /** Of the heading. */
  id: string;
  provider: string;
  preset?: string | null;
  title: string;
  state: State;
  /** Chips beside the state. */
  children?: ReactNode;
}

/** Logo, name and state of a provider. */
export function CardHead({ id, provider, preset, title, state, children }: CardHeadProps) {
  return (
    <Group wrap="nowrap" px="pad" pt="lg" pb="md">
      <LogoTile provider={provider} preset={preset} />
      <Stack gap={4} miw={0}>
        <Box component="h2" id={id} fz="md" lh="1.5rem">
          {title}
        </Box>
        <Group gap="xs">
          <StateChip {...chips[state]}>{say(`state.${state}`)}</StateChip>
          {children}
        </Group>
      </Stack>
    </Group>
  );
}

/** The buttons at the foot of a card. */
export function CardFoot({ children }: { children: ReactNode }) {
  return (
    <Group component="footer" gap="xs" px="pad" py="sm" style={{ borderTop: "1px solid var(--line)" }}>
      {children}
    </Group>
  );
}

/** How the version is that waits to be put in use. */
function newVersion(connection: Connection) {
  if (newestOf(connection)?.passedAt) return "state.new-passed";
  return hasFailed(connection) ? "state.new-failed" : "state.new-version";
}

/** What stands beside the state: a new version that waits, a secret that ends. */
export function MoreChips({ connection }: { connection: Connection }) {
  const left = daysLeft(connection, new Date());
  const state = stateOf(connection);
  const waits = connection.live !== null && connection.draft !== null;
  return (
    <>
      {waits && (
        <StateChip bolt="dashed" tone={newVersion(connection) === "state.new-failed" ? "bad" : "test"}>
          {say(newVersion(connection))}
        </StateChip>
      )}
      {left !== null && state !== "blank" && (
        <StateChip bolt="clock" tone={left < 0 ? "bad" : "warn"}>
          {expiryText(left)}
        </StateChip>
      )}
    </>
  );
}
