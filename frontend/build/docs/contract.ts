import { parse } from "yaml";

/** What we read of a JSON Schema; all that openapi.yaml uses, and what test.ts would miss if it used more. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  enum?: (string | number | null)[];
  const?: unknown;
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minProperties?: number;
  maxProperties?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  example?: unknown;
}

interface Ref {
  $ref?: string;
}
export interface Media {
  schema?: Schema;
  example?: unknown;
}
export interface Parameter extends Ref {
  name: string;
  in: "path" | "query" | "header" | "cookie";
  required?: boolean;
  description?: string;
  schema: Schema;
}
export interface Answer extends Ref {
  description: string;
  headers?: Record<string, { description?: string; schema?: Schema }>;
  content?: Record<string, Media>;
}
interface Body extends Ref {
  required?: boolean;
  description?: string;
  content: Record<string, Media>;
}
interface SecurityScheme {
  type: string;
  scheme?: string;
  in?: string;
  name?: string;
  description?: string;
}
interface RawOperation {
  tags: string[];
  operationId: string;
  summary: string;
  description?: string;
  deprecated?: boolean;
  security?: Record<string, string[]>[];
  parameters?: Parameter[];
  requestBody?: Body;
  responses: Record<string, Answer>;
  "x-permission"?: string;
  "x-recent-authentication"?: "never" | "always" | "when-weakening";
  "x-rate-limit"?: string;
  "x-refusals"?: string[];
}

export interface Operation extends Omit<RawOperation, "parameters" | "requestBody" | "responses" | "security"> {
  method: string;
  path: string;
  parameters: Parameter[];
  body: Body | undefined;
  /** By status; `default` only where it is no problem document, as errors of OAuth are none. */
  answers: [status: string, Answer][];
  /** The names of the security schemes, any of which will do; none if it takes none. */
  security: string[];
  /** All codes that it may refuse with: its own and those by rule; none where refusals are no problem documents. */
  refusals: string[];
}

interface Document {
  info: { title: string; version: string; description: string };
  tags: { name: string; description: string }[];
  security: Record<string, string[]>[];
  "x-common-refusals": Record<string, string[]>;
  paths: Record<string, Record<string, RawOperation>>;
  components: {
    securitySchemes: Record<string, SecurityScheme>;
    schemas: Record<string, Schema>;
    [kind: string]: Record<string, unknown>;
  };
}

export interface Contract {
  title: string;
  version: string;
  description: string;
  tags: { name: string; description: string; operations: Operation[] }[];
  securitySchemes: Record<string, SecurityScheme>;
  codes: string[];
  resolve<T extends Ref>(value: T): T;
}

const methods = ["get", "post", "put", "patch", "delete"];

/** Reads openapi.yaml, operations by tag in their order there. */
export function readContract(yaml: string): Contract {
  const document: Document = parse(yaml);
  const resolve = <T extends Ref>(value: T): T => {
    if (!value.$ref) return value;
    const [, kind = "", name = ""] = /^#\/components\/(\w+)\/(\w+)$/.exec(value.$ref) ?? [];
    const found = document.components[kind]?.[name];
    if (!found) throw new Error(`openapi.yaml: nothing at ${value.$ref}`);
    return resolve({ ...(found as T), ...without$ref(value) });
  };
  const all = Object.entries(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => (item[method] ? [operation(document, path, method, item[method], resolve)] : [])),
  );
  const tags = document.tags.map((tag) => ({
    ...tag,
    operations: all.filter((one) => one.tags[0] === tag.name),
  }));
  const placed = tags.reduce((sum, tag) => sum + tag.operations.length, 0);
  if (placed !== all.length) throw new Error("openapi.yaml: an operation has a tag that is not listed");
  const codes = document.components.schemas.ProblemCode?.enum?.map(String) ?? [];
  const { title, version, description } = document.info;
  return { title, version, description, tags, securitySchemes: document.components.securitySchemes, codes, resolve };
}

function without$ref<T extends Ref>({ $ref: _, ...rest }: T) {
  return rest;
}

function operation(
  document: Document,
  path: string,
  method: string,
  { parameters = [], requestBody, responses, security = document.security, ...rest }: RawOperation,
  resolve: Contract["resolve"],
): Operation {
  const known = {
    ...rest,
    method,
    path,
    parameters: parameters.map(resolve),
    body: requestBody && resolve(requestBody),
    answers: Object.entries(responses)
      .filter(([, answer]) => !answer.$ref?.endsWith("/Refusal"))
      .map(([status, answer]): [string, Answer] => [status, resolve(answer)]),
    security: security.flatMap(Object.keys),
  };
  const problems = responses.default?.$ref?.endsWith("/Refusal");
  return { ...known, refusals: problems ? refusalsOf(known, document["x-common-refusals"]) : [] };
}

/** Applies x-common-refusals, see "Errors" in openapi.yaml; api/e2e/refusals_test.go holds that the program does so. */
function refusalsOf(o: Omit<Operation, "refusals">, common: Record<string, string[]>): string[] {
  const token = o.security.includes("bearer");
  const applies: Record<string, boolean> = {
    always: true,
    change: o.method !== "get",
    token,
    service: o.security.includes("serviceKey"),
    "token-and-path": token && o.parameters.some((one) => one.in === "path"),
    query: o.parameters.some((one) => one.in === "query"),
    body: Boolean(o.body),
    "if-match": o.parameters.some((one) => one.name === "If-Match" && one.required),
    "idempotency-key": o.parameters.some((one) => one.name === "Idempotency-Key"),
    "recent-authentication": (o["x-recent-authentication"] ?? "never") !== "never",
    "rate-limit": "x-rate-limit" in o,
  };
  const unknown = Object.keys(common).filter((rule) => !(rule in applies));
  if (unknown.length > 0) throw new Error(`a rule of x-common-refusals that nobody applies: ${unknown}`);
  const byRule = Object.entries(common).flatMap(([rule, codes]) => (applies[rule] ? codes : []));
  return [...new Set([...(o["x-refusals"] ?? []), ...byRule])];
}
