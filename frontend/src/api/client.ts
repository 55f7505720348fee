import createFetchClient from "openapi-fetch";
import createQueryClient from "openapi-react-query";
import { answeredAhead } from "./ahead.ts";
import { readRefusal } from "./problem.ts";
import type { paths } from "./schema.gen.ts";
import { NoToken, type Tokens } from "./tokens.ts";

/** Calls the API by the contract, as the person who is signed in: one call at a time, or as queries of the screens. */
export function createApi(tokens: Tokens, onEnd: (error: NoToken) => void) {
  const calls = createFetchClient<paths>({ fetch: (request) => authorized(request, tokens, onEnd) });
  return { calls, queries: createQueryClient(calls) };
}

/** Sends a request with the access token; a refused token is renewed once. */
async function authorized(request: Request, tokens: Tokens, onEnd: (error: NoToken) => void): Promise<Response> {
  const ahead = await answeredAhead(request);
  if (ahead) return ahead;
  try {
    const token = await tokens.get();
    const answer = await send(request.clone(), token);
    if (!(await refusedToken(answer))) return answer;
    const again = await send(request, await tokens.renew(token));
    const stillRefused = await refusedToken(again);
    if (stillRefused) onEnd(stillRefused);
    return again;
  } catch (error) {
    if (error instanceof NoToken && error.ended) onEnd(error);
    throw error;
  }
}

/** The refusal of the token itself; null for any other answer. A wrong password, say, is a 401 too and ends nothing. */
async function refusedToken(answer: Response): Promise<NoToken | null> {
  if (answer.status !== 401) return null;
  const refused = new NoToken(await readRefusal(answer.clone()));
  return refused.ended ? refused : null;
}

function send(request: Request, token: string): Promise<Response> {
  request.headers.set("Authorization", `Bearer ${token}`);
  return fetch(request);
}
