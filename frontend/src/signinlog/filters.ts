import type { components } from "../api/schema.gen.ts";
import { momentOf, wallOf } from "../text/zone.ts";

type Schemas = components["schemas"];
export type Result = Schemas["SignInResult"];
export type Provider = Schemas["Provider"];

/** What the list is narrowed to. An empty text is no filter. */
export interface Filters {
  search: string;
  result: Result | "";
  provider: Provider | "";
  period: Period;
  /** The id of the only person whose attempts are listed. */
  user: string;
}

export const results = ["signed_in", "refused", "asked", "cancelled"] as const satisfies Result[];
export const periods = ["today", "7", "30", "all"] as const;
export type Period = (typeof periods)[number];

const usual: Filters = { search: "", result: "", provider: "", period: "7", user: "" };

/** The filters of an address. What it does not say, or not rightly, is as usual. */
export function readFilters(params: URLSearchParams): Filters {
  return {
    search: (params.get("search") ?? "").trim().slice(0, 254),
    result: oneOf(results, params.get("result")) ?? "",
    provider: readProvider(params.get("provider")),
    period: oneOf(periods, params.get("period")) ?? usual.period,
    user: /^usr_[\w-]{22}$/.exec(params.get("user") ?? "")?.[0] ?? "",
  };
}

/** The query of an address with these filters, from the first page and with nothing chosen. */
export function writeFilters(filters: Filters): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(filters))
    if (value !== usual[name as keyof Filters]) params.set(name, value);
  return params;
}

/** Whether nothing is left out. */
export function isEverything({ search, result, provider, period, user }: Filters): boolean {
  return !search && !result && !provider && !user && period === "all";
}

/** No filter at all. */
export const everything: Filters = { ...usual, period: "all" };

/** The filters as the API takes them. A period begins at midnight of the reader; a reference is looked for in all times. */
export function toQuery({ search, result, provider, period, user }: Filters, now: Date) {
  const from = isReference(search) ? undefined : beginOf(period, now);
  return {
    ...(search && { search }),
    ...(result && { result }),
    ...(provider && { provider }),
    ...(user && { user }),
    ...(from && { from: from.toISOString() }),
  };
}

/** "7F3K-92QD", "7f3k92qd"; not "jeanette", which may be a name. */
export function isReference(text: string): boolean {
  return /^[0-9A-HJKMNP-TV-Z]{4}-?[0-9A-HJKMNP-TV-Z]{4}$/i.test(text) && /[\d-]/.test(text);
}

/** A key of a provider, its own or one that a generic provider was given. */
function readProvider(text: string | null): Provider | "" {
  return text && /^[a-z][a-z0-9-]{1,30}$/.test(text) ? text : "";
}

function beginOf(period: Period, now: Date): Date | undefined {
  if (period === "all") return undefined;
  const daysBefore = period === "today" ? 0 : Number(period) - 1;
  const today = wallOf(now);
  return momentOf({ ...today, day: today.day - daysBefore, hour: 0, minute: 0 });
}

function oneOf<Value extends string>(values: readonly Value[], text: string | null): Value | undefined {
  return values.find((value) => value === text);
}
