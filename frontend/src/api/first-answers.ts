import type { QueryClient } from "@tanstack/react-query";
import { createFinalURL, createQuerySerializer, defaultPathSerializer } from "openapi-fetch";

type Init = Pick<Parameters<typeof createFinalURL>[1], "params">;

const inAddress = {
  baseUrl: "",
  querySerializer: createQuerySerializer(),
  pathSerializer: defaultPathSerializer,
};

/**
 * Gives answers that are there, by their addresses, to the queries that ask for them, at the moment they come to be: the
 * page is drawn with them at once, not first without. Each is given once.
 */
export function answerAtOnce(queries: QueryClient, answers: Map<string, unknown>): void {
  queries.getQueryCache().subscribe(({ type, query }) => {
    if (type !== "added" || answers.size === 0) return;
    const [method, path, init] = query.queryKey as [unknown, unknown, Init?];
    if (method !== "get" || typeof path !== "string") return;
    const address = createFinalURL(path, { ...inAddress, params: init?.params ?? {} });
    const url = new URL(address, location.origin).href;
    if (!answers.has(url)) return;
    query.setData(answers.get(url));
    answers.delete(url);
  });
}
