import type { Refusal } from "../api/problem.ts";
import type { paths } from "../api/schema.gen.ts";
import { unreachable } from "../api/unreachable.ts";

type Json<T> = T extends { content: { "application/json": infer Data } } ? Data : undefined;
type Body<Operation> = Operation extends { requestBody: infer Sent } ? Json<Sent> : undefined;
type Data<Operation> = Operation extends { responses: { 200: infer Good } }
  ? Json<Good>
  : Operation extends { responses: { 201: infer Made } }
    ? Json<Made>
    : undefined;
type Get = { [Path in keyof paths]: paths[Path] extends { get: object } ? Path : never }[keyof paths];
type Post = { [Path in keyof paths]: paths[Path] extends { post: object } ? Path : never }[keyof paths];

/** What came back: data by the contract, or why not. */
export type Answer<T> = { ok: true; data: T } | { ok: false; refusal: Refusal };

/** GET by the contract. `organization` stands in its place in the path. */
export function get<Path extends Get>(path: Path, organization = ""): Promise<Answer<Data<paths[Path]["get"]>>> {
  return ask(path.replace("{organization}", encodeURIComponent(organization)), { method: "GET" });
}

/** POST by the contract. */
export function post<Path extends Post>(
  path: Path,
  body: Body<paths[Path]["post"]>,
): Promise<Answer<Data<paths[Path]["post"]>>> {
  return ask(path, { method: "POST", body: JSON.stringify(body) });
}

/** Any request. An answer without content has no data. What reads a refusal comes when there is one. */
export async function ask<T>(path: string, request: RequestInit): Promise<Answer<T>> {
  const headers: Record<string, string> = { "X-Latchkey": "1" };
  if (request.body) headers["Content-Type"] = "application/json";
  try {
    const answer = await fetch(path, { ...request, headers, credentials: "same-origin" });
    if (!answer.ok) {
      const { readRefusal } = await import("../api/problem.ts");
      return { ok: false, refusal: await readRefusal(answer) };
    }
    const text = await answer.text();
    return { ok: true, data: (text && JSON.parse(text)) as T };
  } catch {
    return { ok: false, refusal: unreachable };
  }
}
