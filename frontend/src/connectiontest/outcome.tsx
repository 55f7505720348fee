import { Box, Button } from "@mantine/core";
import { Link } from "wouter";
import type { components } from "../api/schema.gen.ts";
import { cameWith } from "../browser/loaded.ts";
import { Sign } from "../ui/result-icons.tsx";
import { type Around, counted, ordered, type Report, type Result, wordsOf } from "./check-texts.ts";
import { LockOffer, nextStep } from "./lock-offer.tsx";
import { canLock } from "./locked.ts";
import { say } from "./texts/test.ts";

type Connection = components["schemas"]["Connection"];

/** How long after its end a test is taken for the one that this tab came back from. */
const fresh = 2 * 60_000;

interface OutcomeProps {
  report: Report;
  around: Around;
  connection: Connection;
  place: { organization: string; connectionId: string };
}

/** How a test ended, what that means for the people, and the next step. */
export function Outcome({ report, around, connection, place }: OutcomeProps) {
  const passed = report.state === "passed";
  const isOn = connection.status === "enabled" || connection.status === "degraded";
  return (
    <>
      <div className={`notice ${passed ? "on" : "bad"}`} role="status">
        <Sign sign={passed ? "passed" : "failed"} />
        <p>
          <b>{headline(report)}</b> {passed ? lookSentence(report) : firstFailure(report, around)}
        </p>
        <p>{meaning(report, connection, isOn)}</p>
        {!report.current && <p>{say("done.outdated")}</p>}
        {cameBack(report) && <p>{say("done.close")}</p>}
        {passed && report.current && !isOn && (
          <Box mt="xs">
            <Button
              component={Link}
              id={nextStep}
              variant={canLock(report, connection) ? "default" : "filled"}
              href={`/sso-settings/connections/${connection.id}/preview`}
            >
              {say("done.next")}
            </Button>
          </Box>
        )}
      </div>
      <LockOffer report={report} connection={connection} place={place} />
    </>
  );
}

function headline({ state, checks }: Report): string {
  if (state === "passed") return say("done.passed");
  const done = checks.filter(({ result }) => result === "passed" || result === "look" || result === "failed");
  const failed = done.filter(({ result }) => result === "failed").length;
  if (failed === 0) return say("done.failed");
  const count = say.count("done.failed-count", failed, { all: done.length });
  return `${say("done.failed")} ${count}`;
}

function lookSentence({ checks }: Report): string {
  const count = (of: Result) => counted(checks).find(({ result }) => result === of)?.count ?? 0;
  if (count("look") > 0) return say.count("done.look", count("look"));
  return count("not_reached") > 0 ? "" : say("done.all-passed");
}

function firstFailure(report: Report, around: Around): string {
  const [first] = [...ordered(report, "person"), ...ordered(report, "server")].filter(
    ({ result }) => result === "failed",
  );
  if (first) return wordsOf(first, report, around).said;
  return report.code === "last_super_admin" ? say("done.locks-out") : "";
}

/** What the result means for those who sign in now. */
function meaning({ state, versionNumber }: Report, { live, status }: Connection, isOn: boolean): string {
  if (!isOn) return say(state === "passed" ? "done.off" : "done.off-failed");
  if (live?.number === versionNumber && state === "passed") return say("done.live-now", { version: versionNumber });
  if (!live) return "";
  return say(status === "degraded" ? "done.live-broken" : "done.live-stays", { version: live.number });
}

/** Whether this is the tab that went to the provider: it was loaded at the report, just after its end. */
function cameBack({ id, finishedAt }: Report): boolean {
  return finishedAt !== null && Math.abs(Date.now() - Date.parse(finishedAt)) < fresh && cameWith(id);
}
