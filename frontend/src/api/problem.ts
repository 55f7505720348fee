import type { components } from "./schema.gen.ts";

/** A stable code of the contract. */
export type ProblemCode = components["schemas"]["ProblemCode"];

/** What is wrong with one field. */
export type FieldCode = components["schemas"]["FieldCode"];

/** A refusal as the screens need it; `network` means that no answer came. */
export interface Refusal {
  code: ProblemCode | "network";
  /** The reference to read out, when the answer carried one. */
  ref?: string;
  /** Seconds to wait, from Retry-After. */
  wait?: number;
  /** A mail about what does not work was sent to an administrator. */
  administratorTold?: boolean;
  /** What is wrong with a field, by JSON pointer. */
  fields: Record<string, FieldCode>;
}

/** Reads a refused answer. One that is not a problem of ours (a proxy's page, say) goes by its status. */
export async function readRefusal(answer: Response): Promise<Refusal> {
  const body: unknown = await answer.json().catch(() => null);
  return { ...fromBody(body, answer.status), wait: seconds(answer.headers.get("Retry-After")) };
}

/** The reference, if it has the form of one: nothing else from outside is shown. */
export function readReference(text: unknown): string | undefined {
  return typeof text === "string" && /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/.test(text) ? text : undefined;
}

function fromBody(body: unknown, status: number): Refusal {
  if (typeof body !== "object" || body === null || !("code" in body) || typeof body.code !== "string")
    return { code: byStatus(status), fields: {} };
  const problem = body as components["schemas"]["Problem"];
  const fields = Object.fromEntries((problem.errors ?? []).map((error) => [error.pointer, error.code]));
  return {
    code: problem.code,
    ref: readReference(problem.ref),
    administratorTold: problem.administratorTold === true,
    fields,
  };
}

function byStatus(status: number): ProblemCode {
  if (status === 429) return "rate_limited";
  return status === 503 ? "busy" : "internal_error";
}

function seconds(header: string | null): number | undefined {
  const value = Number(header);
  return header && Number.isFinite(value) && value > 0 ? Math.ceil(value) : undefined;
}
