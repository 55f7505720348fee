import type { components } from "../api/schema.gen.ts";
import { fill } from "./fill.ts";
import texts from "./outcomes.en.json";

const { wouldBe } = texts;
const reasons: Record<string, string> = texts.reasons;

type Person = components["schemas"]["TestPerson"];

/** Why somebody gets in or does not, as a super admin reads it; a reason that is new to us is said as its word. */
export function reasonOf(reason: string, code: string | null, values: Record<string, string>): string {
  const key = [reason, code ?? ""].find((word) => Object.hasOwn(reasons, word));
  const text = key === undefined ? undefined : reasons[key];
  return text ? fill(text, values) : reason || code || "";
}

/** Who the tester would have been. */
export function outcomeOf(person: Person, values: Record<string, string>): string {
  const { outcome, isMe, name } = person;
  const text = name === null ? wouldBe[outcome].nobody : isMe ? wouldBe[outcome].me : wouldBe[outcome].other;
  const said = fill(text, { ...values, name: name ?? "" });
  const why = outcome === "ask" || outcome === "refused" ? reasonOf(person.reason, person.code, values) : "";
  return why ? `${said} ${why}` : said;
}
