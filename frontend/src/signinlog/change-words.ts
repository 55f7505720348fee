import type { components } from "../api/schema.gen.ts";
import { actions, fields, hidden, values } from "../text/changes.ts";
import { enumerated } from "../text/lists.ts";
import { say } from "../text/log.ts";
import { fill } from "../text/say.ts";
import { who } from "../text/who.ts";

type Change = components["schemas"]["AuditEntry"];

/** What was done, in words; an action without words is shown as its code. */
export function actionText({ action, subject, subjectName }: Change): { text: string; isCode: boolean } {
  const words = Object.hasOwn(actions, action) ? actions[action] : undefined;
  if (!words) return { text: action, isCode: true };
  return { text: fill(words, { subject: subjectName ?? subject }), isCode: false };
}

/** Who did it. */
export function actorName({ actor, actorName }: Change): string {
  return who(actorName ?? actor);
}

/** What changed, field by field: before and after, or the one value that there is; providers by their names. */
export function changedFields(
  detail: Change["detail"],
  nameOf: (provider: string) => string,
): { name: string; value: string }[] {
  return Object.entries(detail)
    .filter(([field]) => !hidden.includes(field))
    .map(([field, value]) => ({
      name: (Object.hasOwn(fields, field) && fields[field]) || field,
      value: isPair(value)
        ? say("change.to", {
            before: word(named(field, value.before, nameOf)),
            after: word(named(field, value.after, nameOf)),
          })
        : word(named(field, value, nameOf)),
    }));
}

function isPair(value: unknown): value is { before: unknown; after: unknown } {
  return typeof value === "object" && value !== null && "before" in value && "after" in value;
}

function word(value: unknown): string {
  if (value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0))
    return say("change.empty");
  if (typeof value === "boolean") return say(value ? "change.yes" : "change.no");
  if (Array.isArray(value)) return enumerated(value.map(word));
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** A value that is a code of ours, in words. */
function named(field: string, value: unknown, nameOf: (provider: string) => string): unknown {
  if (field === "provider" && typeof value === "string" && value !== "") return nameOf(value);
  const words = Object.hasOwn(values, field) ? values[field] : undefined;
  if (words && typeof value === "string" && Object.hasOwn(words, value)) return words[value];
  return field === "locked_to" ? listed(value) : value;
}

/** A list that the database keeps as a text: of a change, what stood in the column is told. */
function listed(value: unknown): unknown {
  try {
    const list: unknown = typeof value === "string" ? JSON.parse(value) : value;
    return Array.isArray(list) ? list : value;
  } catch {
    return value;
  }
}
