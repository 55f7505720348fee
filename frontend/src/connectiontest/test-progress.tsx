import { Button, Stack } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import type { components } from "../api/schema.gen.ts";
import { providerName } from "../text/provider.ts";
import { Sign } from "../ui/result-icons.tsx";
import type { Report } from "./check-texts.ts";
import { Chooser } from "./chooser.tsx";
import { say } from "./texts/test.ts";
import { attemptLife } from "./use-test.ts";

/** A test that was started in this tab: where to sign in, and when the person went there. */
export interface Attempt {
  id: string;
  url: string | null;
  wentAt: number | null;
}

/** After this time without a return, the provider is likely to have shown an error (spec S10). */
const patience = 2 * 60_000;

interface TestProgressProps {
  report: Report;
  /** Null when another tab started it. */
  attempt: Attempt | null;
  connection: components["schemas"]["Connection"];
  onGone: () => void;
}

/** While a test waits for the person: the way to the provider, the waiting, and what to do when nothing comes back. */
export function TestProgress({ report, attempt, connection, onGone }: TestProgressProps) {
  const provider = providerName(connection.provider, connection.label);
  const startedAt = Date.parse(report.startedAt);
  const isOver = useIsPast(startedAt + attemptLife);
  const leftAt = attempt ? attempt.wentAt : startedAt;
  const isLate = useIsPast(leftAt === null ? null : leftAt + patience);
  const [saw, setSaw] = useState(false);
  const isOpen = saw || isLate;
  return (
    <>
      {isOver ? <Over provider={provider} /> : <Waiting attempt={attempt} provider={provider} onGone={onGone} />}
      {!isLate && (
        <div>
          <Button aria-expanded={isOpen} aria-controls="saw" onClick={() => setSaw(!saw)}>
            {saw ? say("go.hide") : say("go.saw", { provider })}
          </Button>
        </div>
      )}
      <div id="saw" hidden={!isOpen}>
        {isOpen && <Chooser connection={connection} isLate={isLate} />}
      </div>
    </>
  );
}

function Waiting({ attempt, provider, onGone }: { attempt: Attempt | null; provider: string; onGone: () => void }) {
  if (!attempt) return <Said title={say("go.elsewhere", { provider })}>{say("go.elsewhere-why")}</Said>;
  const { url, wentAt } = attempt;
  if (!url) return null;
  if (wentAt === null)
    return (
      <Said title={say("go.title")}>
        {say("go.text", { provider })}
        <Button
          component="a"
          variant="filled"
          href={url}
          target="_blank"
          rel="noopener"
          onClick={onGone}
          onAuxClick={onGone}
        >
          {say("go.link", { provider })}
          <span className="vh"> {say("go.new-tab")}</span>
        </Button>
      </Said>
    );
  return (
    <Said title={say("go.waiting")}>
      {say("go.waiting-why")}
      <a className="link" href={url} target="_blank" rel="noopener">
        {say("go.open-again")}
        <span className="vh"> {say("go.new-tab")}</span>
      </a>
    </Said>
  );
}

function Over({ provider }: { provider: string }) {
  return (
    <div className="notice warn" role="status">
      <Sign sign="look" />
      <p>
        <b>{say("go.over")}</b> {say("go.over-why", { provider })}
      </p>
    </div>
  );
}

function Said({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="notice info" role="status">
      <Sign sign="open" />
      <p>
        <b>{title}</b>
      </p>
      <Stack gap="sm" mt="xs" align="flex-start">
        {children}
      </Stack>
    </div>
  );
}

/** Whether a moment is past; becomes true by itself when it comes. */
function useIsPast(moment: number | null): boolean {
  const [past, setPast] = useState<number | null>(null);
  useEffect(() => {
    if (moment === null) return;
    const timer = setTimeout(() => setPast(moment), Math.max(0, moment - Date.now()));
    return () => clearTimeout(timer);
  }, [moment]);
  return moment !== null && past === moment;
}
