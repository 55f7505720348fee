import { Group } from "@mantine/core";
import type { ReactNode } from "react";
import { Sign, type SignName } from "./result-icons.tsx";

/** Where the bolt between the two plates is; a clock stands beside a state, never in place of one. */
export type BoltName = "thrown" | "drawn" | "dashed" | "broken" | "clock";
export type Tone = "on" | "off" | "test" | "bad" | "warn";

/** The state of a connection or an account: a bolt and a word. */
export function StateChip({ bolt, tone, children }: { bolt: BoltName; tone: Tone; children: ReactNode }) {
  return (
    <Chip tone={tone}>
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        {bolts[bolt]}
      </svg>
      {children}
    </Chip>
  );
}

/** The result of a check or an attempt: a sign of the other family and a word. */
export function CheckChip({ sign, tone, children }: { sign: SignName; tone: Tone; children: ReactNode }) {
  return (
    <Chip tone={tone}>
      <Sign sign={sign} />
      {children}
    </Chip>
  );
}

function Chip({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <Group
      component="span"
      display="inline-flex"
      wrap="nowrap"
      gap={6}
      px="xs"
      py={2}
      bdrs="xs"
      bg="var(--ground)"
      c="var(--tone)"
      fz={13}
      fw={600}
      lh="1.25rem"
      style={{ whiteSpace: "nowrap" }}
      className={`chip ${tone}`}
    >
      {children}
    </Group>
  );
}

const plates = <path d="M1.75 2.5v11M14.25 2.5v11" fill="none" stroke="currentColor" strokeWidth="1.5" />;

const bolts = {
  thrown: (
    <>
      {plates}
      <path d="M1.75 6h12.5v4H1.75z" fill="currentColor" />
    </>
  ),
  drawn: (
    <>
      {plates}
      <path d="M1.75 6H6.5v4H1.75z" fill="currentColor" />
    </>
  ),
  dashed: (
    <>
      {plates}
      <path
        d="M1.75 6.5h12.5M1.75 9.5h12.5"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeDasharray="2.2 1.5"
      />
    </>
  ),
  broken: (
    <>
      {plates}
      <path d="M1.75 6H6.5L5.3 10H1.75zM10.7 6h3.55v4H9.5z" fill="currentColor" />
      <path d="M9.6 3.4 6.4 12.6" stroke="currentColor" strokeWidth="1.25" />
    </>
  ),
  clock: (
    <path
      d="M8 1.75a6.25 6.25 0 1 0 0 12.5 6.25 6.25 0 0 0 0-12.5M8 4.5V8l2.25 1.75"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
};
