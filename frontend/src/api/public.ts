import createFetchClient from "openapi-fetch";
import type { paths } from "./schema.gen.ts";

/** Calls operations that ask for nobody, by the contract: what proves a caller is in the body. */
export const publicCalls = createFetchClient<paths>({
  headers: { "X-Latchkey": "1" },
  fetch: (request) => fetch(request),
});
