import type { components } from "../api/schema.gen.ts";
import { listOf } from "../text/names.ts";
import { say } from "./texts/rules.ts";

type Schemas = components["schemas"];
export type Rule = Schemas["RoleRule"];
export type RuleSet = Schemas["RoleRuleSet"];
export type Rules = Schemas["RoleRules"];
export type Warning = Schemas["RoleRuleWarning"];

/** How many values a sentence names. */
const named = 4;

/** A rule as one reads it aloud. */
export function sentence(rule: Rule, role: string): string {
  const shown = rule.values.slice(0, named);
  const more = rule.values.length - shown.length;
  const values = listOf(more > 0 ? [...shown, say.count("rule.more", more)] : shown, "disjunction");
  const claim = pathText(rule.path ?? []);
  return rule.source === "email_domain"
    ? say("rule.email-domain", { values, role })
    : say(`rule.${rule.op}`, { claim, values, role });
}

/** The names that lead to a claim, as one text. */
export const pathText = (path: string[]) => path.join(" › ");

/** Whether a typed name of a claim may be meant in two ways: as one name, or as names that lead inwards. */
export const isAmbiguous = (typed: string) => typed.trim().includes(".") && !/[/:›]/.test(typed);

/** A typed name of a claim: one with an address in it, or without a dot, is a name; else dots lead inwards, unless it is one name. */
export function pathOf(typed: string, isOneName = false): string[] {
  const text = typed.trim();
  if (text === "") return [];
  if (text.includes("›")) return text.split("›").map((name) => name.trim());
  return isOneName || !isAmbiguous(text) ? [text] : text.split(".").filter(Boolean);
}

/** What was typed, one value a line. */
export const valuesOf = (typed: string) => [...new Set(typed.split("\n").map((line) => line.trim()))].filter(Boolean);

/** What is sent of what was read: it may be saved as it is. */
export function draftOf({ mode, rules, otherwise, otherwiseRole }: Rules): RuleSet {
  return { mode, rules, otherwise, ...(otherwiseRole && { otherwiseRole }) };
}
