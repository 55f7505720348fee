import type { ProblemCode } from "../api/problem.ts";
import type { components } from "../api/schema.gen.ts";
import texts from "./attempts.en.json";

/** What a super admin reads of a refused attempt: the plain reason, and who must do what, said after "What to do:". */
export interface Explanation {
  title: string;
  next: string;
}

/** By code. */
export const explanations: Record<ProblemCode, Explanation> = texts.explanations;

/** By code and inner reason, where the reason says more than the code. */
export const byReason: Partial<Record<ProblemCode, Record<string, Partial<Explanation>>>> = texts.byReason;

/** Of the requests of applications that were refused, by code. */
export const requests: Record<components["schemas"]["AuthorizationRefusal"], Explanation> = texts.requests;
