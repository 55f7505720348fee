import type { components } from "../api/schema.gen.ts";

export type Policy = components["schemas"]["SignInPolicy"];
export type PolicyChange = components["schemas"]["PolicyChange"];

/** The settings of one kind that the contract lets change. */
type Of<Kind> = { [Name in keyof Policy & keyof PolicyChange]: Policy[Name] extends Kind ? Name : never }[keyof Policy &
  keyof PolicyChange];
export type NumberField = Of<number>;

/** What somebody made of a policy in the form: numbers as they are typed. */
export type Draft = Partial<
  Record<NumberField, string> & Pick<Policy, Of<string> | Of<boolean>> & Pick<Policy, "firstSignIn">
>;

/** The least and the most that a number may be. */
export type Limits = Record<NumberField, readonly [from: number, to: number]>;

/** The fields whose number is none, or outside of its limits. */
export function wrongIn(draft: Draft, limits: Limits): NumberField[] {
  return (Object.keys(limits) as NumberField[]).filter((field) => {
    const [from, to] = limits[field];
    const text = draft[field]?.trim();
    return text !== undefined && (!/^\d{1,4}$/.test(text) || Number(text) < from || Number(text) > to);
  });
}

/** What differs from the policy; only that is sent. Null if nothing does. */
export function changeOf({ firstSignIn = [], ...draft }: Draft, before: Policy): PolicyChange | null {
  const settings = Object.entries(draft)
    .map(([name, typed]) => [name, kept(typed, before[name as keyof typeof draft])] as const)
    .filter(([name, value]) => value !== before[name as keyof typeof draft]);
  const first = firstSignIn
    .filter((one, index) => JSON.stringify(one) !== JSON.stringify(before.firstSignIn[index]))
    .map(({ connectionId, linking, weakProof, differentEmail }) => ({
      connectionId,
      linking,
      weakProof,
      differentEmail,
    }));
  if (settings.length === 0 && first.length === 0) return null;
  return { ...Object.fromEntries(settings), ...(first.length > 0 && { firstSignIn: first }) };
}

/** A value as the contract has it, from what the form holds of it. */
function kept(typed: string | boolean, before: string | number | boolean) {
  if (typeof typed === "boolean") return typed;
  return typeof before === "number" ? Number(typed) : typed.trim();
}
