import type { FieldCode, ProblemCode } from "../api/problem.ts";
import type { components } from "../api/schema.gen.ts";
import fieldErrors from "../text/field-errors.en.json";

/** The refusal as the contract has it; one that is none of ours has no members. */
export function asProblem(problem: unknown): Partial<components["schemas"]["Problem"]> {
  return problem !== null && typeof problem === "object" ? problem : {};
}

/** Whether a change was refused for this reason. */
export function isRefused(problem: unknown, code: ProblemCode): boolean {
  return asProblem(problem).code === code;
}

/** The code of what is wrong with one field, by JSON pointer. */
export function fieldCode(problem: unknown, pointer: string): FieldCode | undefined {
  return asProblem(problem).errors?.find((one) => one.pointer === pointer)?.code;
}

/** What is said of a field that was left empty. */
export const missing = fieldErrors.required;

/** As fieldError, of a field that must be filled in: too short is nothing at all. */
export function requiredError(problem: unknown, pointer: string): string | undefined {
  return fieldCode(problem, pointer) === "too_short" ? missing : fieldError(problem, pointer);
}

/** What is wrong with one field, in words; nothing if nothing is wrong. */
export function fieldError(problem: unknown, pointer: string): string | undefined {
  const code = fieldCode(problem, pointer);
  return code && fieldErrors[code];
}
