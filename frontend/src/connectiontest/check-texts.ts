import type { components } from "../api/schema.gen.ts";
import { byReason, explanations } from "../text/attempts.ts";
import { fill } from "../text/fill.ts";
import { enumerated } from "../text/lists.ts";
import { outcomeOf } from "../text/outcomes.ts";
import { providerName } from "../text/provider.ts";
import { type Sure, sureOf } from "./sure.ts";
import { calls, checks, type Finding, findings } from "./texts/checks.ts";
import { say } from "./texts/test.ts";

type Schemas = components["schemas"];
export type Report = Schemas["TestReport"];
export type Check = Schemas["TestCheck"];
export type Result = Check["result"];
export type Kind = Schemas["ProviderKind"];

/** What the texts of a report need to know beside it. */
export interface Around {
  kind: Kind;
  label: string | null;
  /** The organization's name. */
  org: string;
  lockedTo: string[];
}

/** The words of a check as a super admin reads them. */
export interface CheckWords {
  name: string;
  said: string;
  /** Said after "What to do:"; null when there is nothing to do. */
  todo: string | null;
  /** How sure that is; null where nothing is diagnosed. */
  sure: Sure | null;
}

const order: Result[] = ["failed", "look", "passed", "info", "not_reached"];

/** The checks of a part, failed first, then to look at, then passed (design 5, "Checks"). */
export function ordered(report: Report, stage: Check["stage"]): Check[] {
  const rank = (check: Check) => order.indexOf(check.result);
  return report.checks.filter((check) => check.stage === stage).sort((a, b) => rank(a) - rank(b));
}

/** How many checks ended how, in the order of the list, without those that are none. */
export function counted(list: Check[]): { result: Result; count: number }[] {
  return order
    .map((result) => ({ result, count: list.filter((check) => check.result === result).length }))
    .filter(({ count }) => count > 0);
}

/** What a check says, by its name, result and reason. */
export function wordsOf(check: Check, report: Report, around: Around): CheckWords {
  const { name, passed, info } = checks[check.name];
  const values = valuesOf(check, report, around);
  const title = typeof name === "string" ? name : name[around.kind];
  const plain = (said: string) => ({ name: title, said, todo: null, sure: null });
  if (check.name === "person" && report.person && check.result !== "failed" && check.result !== "not_reached")
    return {
      ...plain(outcomeOf(report.person, values)),
      todo: todoOf(check, report, values),
      sure: check.result === "look" ? sureOf(check) : null,
    };
  if (check.result === "not_reached") return plain("");
  const more = known(check, report)?.said;
  if (check.result === "passed") return plain(more === undefined ? firstThatFits(passed, values) : fill(more, values));
  if (check.result === "info") return plain(known(check, report)?.said ?? firstThatFits(info, values));
  return { name: title, ...findingText(check, report, values), sure: sureOf(check) };
}

type Values = Record<string, string>;

function valuesOf(check: Check, report: Report, { label, org, lockedTo }: Around): Values {
  const { expected, received, facts } = check;
  return {
    ...facts,
    ...measured(facts),
    provider: providerName(report.provider, label),
    org,
    locked: enumerated(lockedTo),
    expected: expected ?? "",
    received: received ?? "",
    status: /_http_(\d+)$/.exec(check.reason)?.[1] ?? "",
  };
}

/** Facts that are numbers, as they are read: without a sign, and none where there is nothing to tell. */
function measured({ seconds, ms, keys, groups }: Check["facts"]): Values {
  return {
    seconds: amount(seconds),
    ms: amount(ms),
    keys: keys ? say.count("found.keys", Number(keys)) : "",
    groups: groups ? say.count("found.groups", Number(groups)) : "",
  };
}

function amount(fact = ""): string {
  return Number(fact) === 0 ? "" : fact.replace(/^-/, "");
}

function todoOf(check: Check, report: Report, values: Values): string | null {
  const found = check.result === "look" ? known(check, report) : undefined;
  return found ? fill(found.todo, values) : null;
}

function findingText(check: Check, report: Report, values: Values): Finding {
  const { said, todo } = known(check, report) ?? ofCode(check, report.code) ?? checks[check.name].otherwise;
  return { said: fill(said, values), todo: fill(todo, values) };
}

/** The text of a reason that we know. */
function known(check: Check, { code }: Report): Finding | undefined {
  const { name, reason } = check;
  const call = /^(?:discovery|keys|token|userinfo)_(?:(http)_\d+|(\w+))$/.exec(reason);
  const keys = [`${name}.${reason}`, `${reason}.${sureOf(check)}`, `${reason}.${code ?? ""}`, reason];
  const key = keys.find((one) => Object.hasOwn(findings, one));
  return own(findings, key ?? "") ?? own(calls, call?.[1] ?? call?.[2] ?? "");
}

/** What the sign-in log says of the code that ended the test, for a reason that is new to us. */
function ofCode(check: Check, code: string | null): Finding | undefined {
  if (check.result !== "failed" || code === null || !isCode(code)) return undefined;
  const { title, next } = { ...explanations[code], ...byReason[code]?.[check.reason] };
  return { said: say("said.title", { title }), todo: next };
}

function isCode(code: string): code is keyof typeof explanations {
  return Object.hasOwn(explanations, code);
}

function own<Value>(from: Record<string, Value>, key: string): Value | undefined {
  return Object.hasOwn(from, key) ? from[key] : undefined;
}

/** The first of several texts whose values are all there. */
function firstThatFits(texts: readonly string[], values: Values): string {
  const fitting = texts.find((text) => [...text.matchAll(/\{(\w+)\}/g)].every(([, name]) => values[name ?? ""]));
  return fitting === undefined ? "" : fill(fitting, values);
}
