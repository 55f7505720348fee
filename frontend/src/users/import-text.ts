import type { components } from "../api/schema.gen.ts";
import appProblems from "../text/app-problems.en.json";
import fieldErrors from "../text/field-errors.en.json";
import { asProblem, isRefused } from "../ui/problem.ts";
import { say } from "./texts/imports.ts";

type Schemas = components["schemas"];
export type UserImport = Schemas["UserImport"];

/** The columns as a file has them, in the order of the sample. */
export const columns = ["email", "name", "role", "external_id", "active"] as const;

/** A column as a file has it, for what the contract calls it. */
const titleOf = (column: string) => (column === "externalId" ? "external_id" : column);

/** What is wrong with a row: the column, if it is of one, and the problem in words. */
export function wrongText({ code, column, problem }: Schemas["WrongRow"]): { column: string; problem: string } {
  return { column: column ? titleOf(column) : say("wrong.row"), problem: problemText(code, column, problem) };
}

function problemText(code: string, column?: string, problem?: Schemas["FieldCode"]): string {
  if (problem === "duplicate") return say("wrong.duplicate");
  if (problem === "required") return say("wrong.required");
  if (problem === "taken" || code === "email_taken") return say("wrong.taken");
  if (problem && column === "email") return say("wrong.email");
  if (problem && column === "role") return say("wrong.role");
  if (problem && column === "active") return say("wrong.active");
  if (problem === "format" || problem === "type") return say("wrong.format");
  if (problem && problem !== "invalid") return fieldErrors[problem];
  return isKnown(code) ? appProblems[code] : say("wrong.other");
}

/** Those of the refusals that a row may meet whose sentence names nobody. */
const known = ["last_super_admin", "role_set_by_rule", "forbidden"] as const;
const isKnown = (code: string): code is (typeof known)[number] => known.some((one) => one === code);

/** Why a whole file was refused, in words; nothing if the file is not the reason. */
export function refusedText(problem: unknown): string | undefined {
  if (isRefused(problem, "body_too_large")) return say("refused.large");
  if (isRefused(problem, "media_type_unsupported")) return say("refused.kind");
  if (!isRefused(problem, "body_malformed") && !isRefused(problem, "validation_failed")) return undefined;
  const [first] = asProblem(problem).errors ?? [];
  if (!first) return say("refused.kind");
  if (first.pointer === "?invite") return say("refused.invite");
  const [, place = "", part = ""] = first.pointer.split("/");
  if (place === "columns" && first.code === "required") return say("refused.column", { column: titleOf(part) });
  if (place === "columns" && first.code === "duplicate") return say("refused.twice", { column: titleOf(part) });
  if (place === "columns") return say("refused.columns");
  if (place === "rows" && part) return say("refused.row", { row: part });
  return say(first.code === "required" ? "refused.empty" : "refused.kind");
}
