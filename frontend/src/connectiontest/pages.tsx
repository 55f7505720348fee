import { useEffect, useRef, useState } from "react";
import { useParams, useSearchParams } from "wouter";
import type { components } from "../api/schema.gen.ts";
import { api } from "../api/session.ts";
import { Gone } from "../shell/gone.tsx";
import { Page } from "../shell/page.tsx";
import { SettingsCrumbs } from "../shell/settings-crumbs.tsx";
import { providerName } from "../text/provider.ts";
import { FailedCard } from "../ui/failed.tsx";
import { isRefused } from "../ui/problem.ts";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import { CheckCards } from "./checks.tsx";
import { ClaimsAndTests } from "./claims-and-tests.tsx";
import { Frame, Nothing, NotSetUp, Starting, ToCome } from "./frame.tsx";
import { asLockedNow } from "./locked.ts";
import { Outcome } from "./outcome.tsx";
import { type Attempt, TestProgress } from "./test-progress.tsx";
import { say } from "./texts/test.ts";
import { useConnection, useRefreshAtEnd, useReport, useStart, useTests } from "./use-test.ts";

type Connection = components["schemas"]["Connection"];

/** SSO settings > connection > Test (S10). */
export function TestPage() {
  const { id = "" } = useParams<{ id: string }>();
  const me = api.useQuery("get", "/api/v1/me").data;
  if (!me) return null;
  return <Test key={id} organization={me.organization.code} org={me.organization.name} connectionId={id} />;
}

interface TestProps {
  organization: string;
  org: string;
  connectionId: string;
}

function Test({ organization, org, connectionId }: TestProps) {
  const connection = useConnection({ organization, connectionId });
  if (isRefused(connection.error, "not_found")) return <Gone what="connection" organization={org} />;
  if (connection.error)
    return (
      <Page title={say("crumbs.here")} crumbs={<SettingsCrumbs here={say("crumbs.here")} />}>
        <FailedCard problem={connection.error} onAgain={connection.refetch} />
      </Page>
    );
  if (!connection.data) return <ToCome />;
  return <Loaded organization={organization} org={org} connection={connection.data} />;
}

function Loaded({ organization, org, connection }: { organization: string; org: string; connection: Connection }) {
  const place = { organization, connectionId: connection.id };
  const [params] = useSearchParams();
  const tests = useTests(place);
  const { start, begin, attempt, onGone } = useAttempt(place, params.get("start") === "1");
  const newest = start.isPending ? null : (tests.data?.items[0]?.id ?? null);
  const testId = start.isPending ? null : (params.get("test") ?? newest);
  const ours = attempt?.id === testId ? attempt : null;
  const report = useReport(place, testId, !ours || ours.wentAt !== null);
  const shown = report.data ? asLockedNow(report.data, connection) : null;
  useRefreshAtEnd(place, report.data?.state);

  const around = { kind: connection.kind, label: connection.label, org, lockedTo: connection.lockedTo };
  const provider = providerName(connection.provider, connection.label);
  const isNothing = !testId && !start.isPending;
  return (
    <Frame
      connection={connection}
      report={shown}
      around={around}
      onRun={isSetUp(connection) ? begin : null}
      isRunning={start.isPending}
    >
      {start.error && <ProblemAlert problem={start.error} />}
      {start.isPending && <Starting provider={provider} />}
      {isNothing && !isSetUp(connection) && <NotSetUp id={connection.id} />}
      {isNothing && isSetUp(connection) && tests.error && <FailedCard problem={tests.error} onAgain={tests.refetch} />}
      {isNothing && isSetUp(connection) && tests.data && <Nothing provider={provider} />}
      {report.error && <FailedCard problem={report.error} onAgain={report.refetch} />}
      {shown &&
        (shown.state === "running" ? (
          <TestProgress key={shown.id} report={shown} attempt={ours} connection={connection} onGone={onGone} />
        ) : (
          <Outcome key={shown.id} report={shown} around={around} connection={connection} place={place} />
        ))}
      {shown && (
        <div className="columns">
          <CheckCards report={shown} around={around} connectionId={connection.id} />
          <ClaimsAndTests report={shown} tests={tests.data?.items ?? []} connection={connection} />
        </div>
      )}
    </Frame>
  );
}

/** The test that was started here, and the way to start one: by the button, or at once when the address says so. */
function useAttempt(place: { organization: string; connectionId: string }, atOnce: boolean) {
  const [, setParams] = useSearchParams();
  const [attempt, setAttempt] = useState<Attempt | null>(null);
  const begun = useRef(false);
  const start = useStart(place, (id, url) => {
    setAttempt({ id, url, wentAt: null });
    setParams({ test: id }, { replace: true });
  });
  const { organization, connectionId } = place;
  const { mutate } = start;
  useEffect(() => {
    if (!atOnce || begun.current) return;
    begun.current = true;
    // The entry is replaced first: Back and a reload must not start another test.
    setParams({}, { replace: true });
    mutate({ params: { path: { organization, connectionId } } });
  }, [atOnce, mutate, setParams, organization, connectionId]);

  function begin() {
    if (!start.isPending) mutate({ params: { path: place } });
  }
  const onGone = () => setAttempt((before) => before && { ...before, wentAt: Date.now() });
  return { start, begin, attempt, onGone };
}

function isSetUp({ draft, live }: Connection): boolean {
  return draft !== null || live !== null;
}
