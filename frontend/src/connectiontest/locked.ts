import type { components } from "../api/schema.gen.ts";
import type { Check, Report } from "./check-texts.ts";

type Connection = components["schemas"]["Connection"];

/** Whether the test showed what to lock to, and nothing is locked. */
export function canLock({ learned }: Report, { lockedTo }: Pick<Connection, "lockedTo">): boolean {
  return learned !== null && !learned.locked && lockedTo.length === 0;
}

const unlocked = new Set(["domain_not_locked", "tenant_not_locked"]);

/**
 * The report of the newest version once the connection was locked after it: no line says any more that
 * nothing is locked. The lock holds for the account that was seen; what else hung on it is for the next test.
 */
export function asLockedNow(report: Report, { lockedTo }: Pick<Connection, "lockedTo">): Report {
  const { learned, current, checks } = report;
  if (!current || lockedTo.length === 0) return report;
  const holds = learned !== null && lockedTo.includes(learned.value);
  const now = (check: Check): Check => {
    if (check.result !== "look" || !unlocked.has(check.reason)) return check;
    return check.name === "lock" && holds
      ? { ...check, result: "passed", reason: "", expected: lockedTo.join(", "), received: null }
      : { ...check, result: "not_reached", reason: "", expected: null, received: null };
  };
  return { ...report, checks: checks.map(now) };
}
