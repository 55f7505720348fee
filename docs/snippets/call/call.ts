import type { Proof } from "./token.ts";

/** Somebody of the organization, as far as this program asks. */
export interface Person {
  id: string; // know people by this
  externalId: string | null;
  email: string;
  name: string;
  role: string;
  active: boolean;
}

/** Why something was refused. Decide by `code`, which stays what it is; the operator finds the cause by `reference`. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly reference: string;

  constructor(status: number, code = "", title = "", reference = "") {
    super(`${code}: ${title} (${reference})`);
    [this.status, this.code, this.reference] = [status, code, reference];
  }
}

/**
 * Calls the API for one organization. Make one and keep it: it has the token. The address is
 * Latchkey's, the organization a code.
 */
export function newClient(address: string, organization: string, prove: Proof) {
  let token: { value: string; ends: number } | undefined;

  /** The token that is there until a minute before it ends, then another. */
  async function accessToken(): Promise<string> {
    if (token && token.ends - Date.now() > 60_000) return token.value;
    const body = new URLSearchParams({ grant_type: "client_credentials", ...(await prove()) });
    const answer = await fetch(`${address}/oauth/token`, { method: "POST", body });
    const said = await answer.json();
    if (!answer.ok) throw new Refusal(answer.status, said.error, said.error_description);
    token = { value: said.access_token, ends: Date.now() + said.expires_in * 1000 };
    return token.value;
  }

  /**
   * Reads something of the organization. It waits where Latchkey says so, and gets another token
   * if one ended early; both are tried a few times.
   */
  async function get<T>(path: string): Promise<T> {
    for (let tries = 1; ; tries++) {
      const headers = { Authorization: `Bearer ${await accessToken()}` };
      const answer = await fetch(`${address}/api/v1/organizations/${organization}/${path}`, { headers });
      if (answer.ok) return answer.json();
      const problem = await answer.json().catch(() => ({})); // a proxy in between may answer with something else
      const wait = answer.headers.get("Retry-After"); // 429 and 503 say how long
      if (tries < 4 && wait !== null) await new Promise((done) => setTimeout(done, Number(wait) * 1000));
      else if (tries < 4 && answer.status === 401) token = undefined;
      else throw new Refusal(answer.status, problem.code, problem.title, problem.ref);
    }
  }

  /** Everybody, page after page. */
  async function people(): Promise<Person[]> {
    const all: Person[] = [];
    const query = new URLSearchParams({ limit: "100" });
    for (;;) {
      const page = await get<{ items: Person[]; next: string | null }>(`users?${query}`);
      all.push(...page.items);
      if (page.next === null) return all;
      query.set("cursor", page.next);
    }
  }

  return { people };
}
