import { Skeleton } from "@mantine/core";
import { CheckChip } from "../ui/state-chip.tsx";
import { type MailState, mailLooks, mailStates } from "./mail-states.ts";
import { say } from "./texts/log.ts";

type Counts = Record<MailState, number>;

/** The length of the bar in its own measure, of a gap, and of the shortest part: what is there can be seen. */
const length = 1000;
const gap = 3;
const least = 10;

const fills = { sent: "var(--chart-1)", waiting: "var(--chart-3)", failed: "var(--chart-2)" };

/** Numbers first: one proportional bar and the three counts. Until they are there, their place. */
export function MailCounts({ counts }: { counts: Counts | undefined }) {
  if (!counts) return <Skeleton h={152} aria-hidden="true" />;
  const { sent, waiting, failed } = counts;
  return (
    <section className="card card-body" aria-label={say("mail.gauge")}>
      <Bar counts={counts} label={say("mail.drawing", { sent, waiting, failed })} />
      <dl className="outcomes">
        {mailStates.map((state) => (
          <div key={state}>
            <dt>
              <CheckChip {...mailLooks[state]}>{say(`mail.${state}`)}</CheckChip>
            </dt>
            <dd className={state === "failed" && failed > 0 ? "big alarm-text" : "big"}>{counts[state]}</dd>
            <dd className="small muted">
              {say(state === "failed" && failed === 0 ? "mail.failed-none" : `mail.${state}-why`)}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Bar({ counts, label }: { counts: Counts; label: string }) {
  const there = mailStates.filter((state) => counts[state] > 0);
  const all = there.reduce((sum, state) => sum + counts[state], 0);
  const spare = length - gap * (there.length - 1) - least * there.length;
  let x = 0;
  return (
    <svg width="100%" height="12" viewBox={`0 0 ${length} 12`} preserveAspectRatio="none" role="img" aria-label={label}>
      {there.map((state) => {
        const width = least + (spare * counts[state]) / all;
        const at = x;
        x += width + gap;
        return <rect key={state} fill={fills[state]} x={at} width={width} height="12" />;
      })}
    </svg>
  );
}
