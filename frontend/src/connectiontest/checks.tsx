import { Box, Stack } from "@mantine/core";
import { Link } from "wouter";
import { enumerated } from "../text/lists.ts";
import { Versus } from "../ui/expected-received.tsx";
import { ProviderHint } from "../ui/provider-hint.tsx";
import { Sign, type SignName } from "../ui/result-icons.tsx";
import { type Around, type Check, counted, ordered, type Report, type Result, wordsOf } from "./check-texts.ts";
import { isOfTheSecret, mayBeTheClient } from "./remedy.ts";
import { say } from "./texts/test.ts";

const signs: Record<Result, SignName> = {
  passed: "passed",
  look: "look",
  failed: "failed",
  info: "info",
  not_reached: "open",
};

const colours: Record<Result, string | undefined> = {
  passed: undefined,
  look: "var(--warn)",
  failed: "var(--bad)",
  info: "var(--off)",
  not_reached: "var(--off)",
};

interface CardsProps {
  report: Report;
  around: Around;
  connectionId: string;
}

/** The checks of both parts; the part with the person first, because it says more. */
export function CheckCards(props: CardsProps) {
  return (
    <Stack gap="gap">
      <Card stage="person" {...props} />
      <Card stage="server" {...props} />
    </Stack>
  );
}

function Card({ stage, report, around, connectionId }: CardsProps & { stage: Check["stage"] }) {
  const list = ordered(report, stage);
  if (list.length === 0) return null;
  const heading = `checks-${stage}`;
  return (
    <section className="card" aria-labelledby={heading}>
      <header>
        <h2 id={heading}>{say(`checks.${stage}`)}</h2>
        <p>{counts(list)}</p>
      </header>
      <ol>
        {list.map((check) => (
          <OneCheck key={check.name} check={check} report={report} around={around} connectionId={connectionId} />
        ))}
      </ol>
    </section>
  );
}

function counts(list: Check[]): string {
  return enumerated(counted(list).map(({ result, count }) => say.count(`count.${result}`, count)));
}

function OneCheck({ check, report, around, connectionId }: Omit<CardsProps, "stage"> & { check: Check }) {
  const { name, said } = wordsOf(check, report, around);
  const { result } = check;
  const hasWord = result !== "passed";
  return (
    <li className={`check ${result}`}>
      <Sign sign={signs[result]} name={say(`result.${result}`)} size={20} />
      <div>
        <Box component="h3" {...(result === "not_reached" && { c: "var(--off)", fw: 400 })}>
          {name}
        </Box>
        {said && <p className="small muted">{said}</p>}
      </div>
      {hasWord && (
        <Box component="span" c={colours[result]} fz={13} fw={600} lh="1.25rem" className="word" aria-hidden="true">
          {say(`result.${result}`)}
        </Box>
      )}
      <More check={check} report={report} around={around} connectionId={connectionId} />
    </li>
  );
}

/** Expected over received, and what to do: open by itself where a check failed or is to be looked at, else on demand. */
function More({ check, report, around, connectionId }: Omit<CardsProps, "stage"> & { check: Check }) {
  const { expected, received, result } = check;
  const { todo, sure } = wordsOf(check, report, around);
  if (!expected && !received && !todo && !sure) return null;
  const versus = <Versus expected={expected} received={received} />;
  if (result !== "failed" && result !== "look")
    return expected && received ? (
      <details className="more">
        <summary>{say("check.more")}</summary>
        {versus}
      </details>
    ) : null;
  return (
    <Stack gap="sm" py="xs" className="more">
      {versus}
      {!mayBeTheClient(check) && (
        <ProviderHint provider={report.provider} received={received} isMeaningOnly={isOfTheSecret(check)} />
      )}
      {sure && (
        <p>
          <b>{say("sure.title")}</b> {say(`sure.${sure}`)}
        </p>
      )}
      {todo && (
        <p>
          <b>{say("check.todo")}</b> {todo}
          {check.name === "lock" && received && around.lockedTo.length > 0 && (
            <>
              {" "}
              {say("check.also-yours")}{" "}
              <Link className="link" href={`/sso-settings/connections/${connectionId}`}>
                {say("check.lock")}
              </Link>
            </>
          )}
        </p>
      )}
    </Stack>
  );
}
