import { vi } from "vitest";
import type { ProblemCode } from "../api/problem.ts";
import type { components, paths } from "../api/schema.gen.ts";

const organization = "/api/v1/organizations/acme/";

type Method = "get" | "post" | "put" | "patch" | "delete";
type Filled<Path> = Path extends `${infer Before}{${string}}${infer After}`
  ? `${Before}${string}${Filled<After>}`
  : Path;
type Short<Path> = Path extends `/api/v1/organizations/{organization}/${infer Below}` ? Below : Path;

/**
 * An operation of the contract, "GET /api/v1/me"; below the organization of the tests without the way there,
 * "GET connections". What the contract does not have does not compile.
 */
export type Route = {
  [Path in keyof paths]: {
    [Known in Method]: paths[Path][Known] extends { responses: unknown }
      ? `${Uppercase<Known>} ${Filled<Short<Path>> & string}`
      : never;
  }[Method];
}[keyof paths];

/** A request as the server received it. */
export interface ReceivedRequest {
  route: string;
  query: Record<string, string>;
  /** As the JSON says; a text as it is where something else was sent, nothing where nothing was. */
  body: unknown;
  bearer: string | null;
  ifMatch: string | null;
}

export type Answer = (asked: ReceivedRequest) => Response | Promise<Response>;
export type Answers = { [Known in Route]?: Answer };

/** The server of a test. What it answers may be changed, what it was asked can be looked at. */
export interface Server {
  answers: Answers;
  answer(route: Route, answer: Answer): void;
  asked(route: Route): ReceivedRequest[];
  /** All of it, in order. */
  all: ReceivedRequest[];
}

/** Puts a server in the place of the network. It is away, as seen by the pages, where it has no answer. */
export function serve(first: Answers): Server {
  const answers = { ...first };
  const all: ReceivedRequest[] = [];
  vi.stubGlobal("fetch", async (input: Request | string, init: RequestInit = {}) => {
    const asked = await read(input, init);
    all.push(asked);
    const answer = answers[asked.route as Route];
    if (!answer) throw new TypeError(`no answer for ${asked.route}`);
    return answer(asked);
  });
  return {
    answers,
    answer: (route, answer) => {
      answers[route] = answer;
    },
    asked: (route) => all.filter((one) => one.route === route),
    all,
  };
}

async function read(input: Request | string, init: RequestInit): Promise<ReceivedRequest> {
  const isRequest = typeof input !== "string";
  const { pathname, searchParams } = new URL(isRequest ? input.url : input, "http://localhost");
  const headers = isRequest ? input.headers : new Headers(init.headers);
  const text = isRequest ? await input.clone().text() : String(init.body ?? "");
  return {
    route: `${(isRequest ? input : init).method ?? "GET"} ${pathname.replace(organization, "")}`,
    query: Object.fromEntries(searchParams),
    body: text && (headers.get("Content-Type") ?? "").startsWith("text/") ? text : text ? JSON.parse(text) : undefined,
    bearer: headers.get("Authorization"),
    ifMatch: headers.get("If-Match"),
  };
}

/** What the pages of the app ask before anything else: somebody is signed in. */
export function signedIn(me: object): Answers {
  return {
    "POST /api/v1/session/token": () => json(200, { accessToken: "t1", tokenType: "Bearer", expiresIn: 300 }),
    "GET /api/v1/me": () => json(200, me),
  };
}

/** What super admins may. */
const things = ["connections", "policy", "users", "domains", "services", "roles", "webhooks"] as const;
const everyPermission: components["schemas"]["Permission"][] = [
  "log:read",
  "events:read",
  ...things.flatMap((one) => [`${one}:read`, `${one}:write`] as const),
];

/** Who is signed in: a super admin, unless something else is said. */
export function anybody(
  change: Partial<components["schemas"]["User"]> = {},
  permissions = (change.role ?? "super_admin") === "super_admin" ? everyPermission : [],
) {
  return {
    user: {
      id: "usr_1",
      email: "ana@acme.example",
      name: "Ana Ruiz",
      role: "super_admin",
      roleName: change.role === "agent" ? "Agent" : "Super admin",
      ...change,
    },
    permissions,
    organization: { code: "acme", name: "Acme Support" },
    session: {
      method: "password",
      signedInAt: new Date(Date.now() - 60_000).toISOString(),
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    },
  };
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json", ...headers } });
}

/** A refusal as the contract has it. */
export function problem(
  status: number,
  code: ProblemCode,
  { retryAfter, ...more }: { retryAfter?: number; [member: string]: unknown } = {},
): Response {
  const headers: Record<string, string> = retryAfter ? { "Retry-After": String(retryAfter) } : {};
  return json(status, { type: `/problems#${code}`, title: code, status, code, ref: "7F3K-92QD", ...more }, headers);
}
