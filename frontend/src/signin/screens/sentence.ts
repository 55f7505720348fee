import type { Refusal } from "../../api/problem.ts";
import { fill } from "../../text/fill.ts";
import problems from "../../text/problems.en.json";
import { sayWait } from "./wait.ts";

/** The sentence of a refusal. A code that has no place here reads as a fault of ours. */
export function sentence(refusal: Pick<Refusal, "code" | "wait">, org: string, provider: string): string {
  const text = problems[refusal.code as keyof typeof problems] ?? problems.internal_error;
  return fill(text, { org, provider, wait: sayWait(refusal.wait) });
}
