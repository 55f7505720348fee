import { Box, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import type { components } from "../api/schema.gen.ts";
import { isBrand } from "../providers/providers.tsx";
import { say as sayInApp } from "../text/app.ts";
import { exactClock, isoTime } from "../text/time.ts";
import { looks } from "../ui/result-chip.tsx";
import { Sign } from "../ui/result-icons.tsx";
import { providerName, why } from "./explain.ts";
import { say } from "./texts/log.ts";
import { returnedAt, secondsAway } from "./time-away.ts";

type Detail = components["schemas"]["SignInDetail"];
type Step = components["schemas"]["SignInStep"];

/** The steps of an attempt from top to bottom. What to do stands at the step that refused. */
export function Timeline({ detail, advice }: { detail: Detail; advice: ReactNode }) {
  const started = new Date(detail.startedAt);
  return (
    <ol className="timeline" aria-label={say("timeline.label")}>
      <li>
        <Sign sign="passed" name={say("sign.passed")} size={20} />
        <Words name={say("timeline.started")} said={startedText(detail)} />
        <time className="small muted" dateTime={detail.startedAt}>
          {exactClock(started)}
        </time>
      </li>
      {detail.steps.map((step) => (
        <Stage key={step.step} step={step} detail={detail} advice={advice} />
      ))}
    </ol>
  );
}

function startedText(detail: Detail): string {
  const isOwn = detail.purpose === "link" || detail.purpose === "step_up";
  return say(isOwn ? "timeline.started-profile" : "timeline.started-said", { provider: providerName(detail) });
}

function Stage({ step, detail, advice }: { step: Step; detail: Detail; advice: ReactNode }) {
  const name = nameOf(step, detail);
  if (step.state === "not_reached")
    return (
      <li className="never">
        <Sign sign="open" name={say("sign.never")} size={20} />
        <Words isNever name={name} said={say(step.step === "commit" ? "said.nothing" : "said.never")} />
      </li>
    );
  if (step.state === "refused")
    return (
      <li className="stop">
        <Sign sign={looks[detail.result].sign} name={sayInApp(`result.${detail.result}`)} size={20} />
        <Words name={name} said={why(detail)} />
        <After step={step} detail={detail} />
        <Stack gap="sm" py="xs" className="more">
          {advice}
        </Stack>
      </li>
    );
  return (
    <li>
      <Sign sign="passed" name={say("sign.passed")} size={20} />
      <Words name={name} said={passedText(step, detail)} />
      <After step={step} detail={detail} />
    </li>
  );
}

function Words({ name, said, isNever }: { name: string; said: string; isNever?: boolean }) {
  return (
    <div>
      <Box component="p" {...(isNever ? { c: "dimmed" } : { fw: 600 })}>
        {name}
      </Box>
      <p className="small muted">{said}</p>
    </div>
  );
}

/** The clock for the return, then how long after it. */
function After({ step, detail }: { step: Step; detail: Detail }) {
  const { afterMicroseconds } = step;
  if (afterMicroseconds === null) return null;
  const returned = returnedAt(detail);
  if (step.step === "returned" && returned)
    return (
      <time className="small muted" dateTime={isoTime(returned)}>
        {exactClock(returned)}
      </time>
    );
  const ms = Math.max(1, Math.round(afterMicroseconds / 1000));
  return (
    <Box component="span" className="small muted" style={{ fontVariantNumeric: "tabular-nums" }}>
      {ms < 10_000 ? say("after.ms", { ms }) : say("after.s", { s: (ms / 1000).toFixed(1) })}
    </Box>
  );
}

function nameOf({ step }: Step, detail: Detail): string {
  const { provider } = detail;
  if (step === "returned") return say("step.returned", { provider: providerName(detail) });
  if (step === "lock" && provider && isBrand(provider)) return say(`step.lock.${provider}`);
  return say(`step.${step}`);
}

function passedText({ step }: Step, detail: Detail): string {
  return step === "returned" ? say("said.returned", { seconds: secondsAway(detail) }) : say(`said.${step}`);
}
