import type { components } from "../api/schema.gen.ts";
import { explanations } from "../text/attempts.ts";
import { digits } from "../text/digits.ts";
import { fill } from "../text/fill.ts";
import { lengthOfTime } from "../text/length.ts";
import { enumerated } from "../text/lists.ts";
import { dayTime } from "../text/time.ts";
import { who } from "../text/who.ts";
import { actions, durations, fields, hidden, moments, values } from "./texts/changes.ts";
import { say } from "./texts/log.ts";

type Change = components["schemas"]["AuditEntry"];

/** What was done, in words, with the name that it was done to; an action of a later version, which has no words, is shown as its code. */
export function actionText({ action, subjectName }: Change): { text: string; isCode: boolean } {
  const words: string | undefined = Object.hasOwn(actions, action) ? actions[action] : undefined;
  if (!words) return { text: action, isCode: true };
  return { text: fill(words, { subject: subjectName ?? say("change.nameless") }), isCode: false };
}

/** Who did it. */
export function actorName({ actor, actorName }: Change): string {
  if (actorName) return who(actorName);
  return actor === "operator" || actor === "system" ? who(actor) : say("change.nameless");
}

/** What changed, field by field: before and after, or the one value that there is; providers by their names. */
export function changedFields(
  detail: Change["detail"],
  nameOf: (provider: string) => string,
): { name: string; value: string }[] {
  return Object.entries(detail)
    .filter(([field, value]) => !hidden.includes(field) && !isUntold(field, value))
    .map(([field, value]) => ({
      name: (Object.hasOwn(fields, field) && fields[field]) || field,
      value: isPair(value)
        ? say("change.to", { before: word(field, value.before, nameOf), after: word(field, value.after, nameOf) })
        : word(field, value, nameOf),
    }));
}

function isPair(value: unknown): value is { before: unknown; after: unknown } {
  return typeof value === "object" && value !== null && "before" in value && "after" in value;
}

/** What older versions wrote as an id of ours, as a version has a number, and the directory of a provider that has none. */
function isUntold(field: string, value: unknown): boolean {
  if (field === "tenant" && isEmpty(value)) return true;
  return (field === "version" || field === "replaces") && typeof value !== "number";
}

function word(field: string, value: unknown, nameOf: (provider: string) => string): string {
  const list = listed(field, value);
  if (value === "" && values[field]?.[""]) return code(field, value); // no word of ours is a word too
  if (isEmpty(list)) return say("change.empty");
  if (Array.isArray(list)) return enumerated(list.map(String));
  if (typeof value === "boolean") return say(value ? "change.yes" : "change.no");
  if (moments.includes(field)) return dayTime(momentOf(value));
  if (durations.includes(field)) return lengthOfTime(Number(value));
  if (typeof value === "number") return digits(value);
  if (field === "provider") return nameOf(String(value));
  return code(field, String(value));
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}

/** A value that is a code of ours, in words. */
function code(field: string, value: string): string {
  const words = Object.hasOwn(values, field) ? values[field] : undefined;
  if (words && Object.hasOwn(words, value)) return words[value] as string;
  if (field !== "code" || !Object.hasOwn(explanations, value)) return value;
  return fill(explanations[value as keyof typeof explanations].title, { provider: say("provider.none") });
}

/** A time as the table has it, in microseconds, or as the contract has it (RFC 3339). */
function momentOf(value: unknown): Date {
  return typeof value === "number" ? new Date(value / 1000) : new Date(String(value));
}

const lists = ["locked_to", "scopes", "permissions", "types", "choices"];

/** A list that the database keeps as a text: of a change, what stood in the column is told. */
function listed(field: string, value: unknown): unknown {
  if (!lists.includes(field) || typeof value !== "string") return value;
  try {
    const list: unknown = JSON.parse(value);
    return Array.isArray(list) ? list : value;
  } catch {
    return value;
  }
}
