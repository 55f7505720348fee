import type { components } from "../api/schema.gen.ts";

type Schemas = components["schemas"];
export type Kind = Schemas["UserFilter"];
export type Sort = Schemas["UserSort"];
export type Column = Exclude<Sort, `-${string}`>;

/** What the list is narrowed to, and its order. An empty text is no filter. */
export interface Filters {
  search: string;
  filter: Kind | "";
  state: Schemas["UserState"] | "";
  role: string;
  connection: string;
  sort: Sort;
}

/** Those of the API that no other filter says. */
export const kinds = ["not_connected", "different_email", "never_signed_in", "refused_lately", "exempt"] as const;
export const states = ["active", "inactive"] as const;
export const columns = ["name", "email", "role", "state", "last_sign_in"] as const satisfies Column[];
export const sorts: Sort[] = columns.flatMap((column) => [column, `-${column}`] as const);

/** Everybody, by name. */
export const everybody: Filters = { search: "", filter: "", state: "", role: "", connection: "", sort: "name" };

/** The filters of an address. What it does not say, or not rightly, is as usual. */
export function readFilters(params: URLSearchParams): Filters {
  const filter = params.get("filter"); // older addresses say some states and roles there
  return {
    search: (params.get("search") ?? "").trim().slice(0, 254),
    filter: kinds.find((kind) => kind === filter) ?? "",
    state: states.find((state) => state === (params.get("state") ?? filter)) ?? "",
    role: matching(params.get("role") ?? (filter === "super_admins" ? "super_admin" : ""), /^[a-z][a-z0-9_-]{1,39}$/),
    connection: matching(params.get("connection"), /^[\w-]{22}$/),
    sort: sorts.find((sort) => sort === params.get("sort")) ?? everybody.sort,
  };
}

function matching(text: string | null, form: RegExp): string {
  return text && form.test(text) ? text : "";
}

/** The query of an address with these filters, from the first page and with nobody chosen. */
export function writeFilters(filters: Filters): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(filters))
    if (value !== everybody[name as keyof Filters]) params.set(name, value);
  return params;
}

/** The filters as the API takes them, without the order. */
export function toMatch({ search, filter, state, role, connection }: Filters): Schemas["UserMatch"] {
  return {
    ...(search && { search }),
    ...(filter && { filter }),
    ...(state && { state }),
    ...(role && { role }),
    ...(connection && { connection }),
  };
}

/** The filters and the order as the API takes them. */
export function toQuery(filters: Filters) {
  return { sort: filters.sort, ...toMatch(filters) };
}

/**
 * The order after a click on a column: the other way round if it is by that column
 * already. Of sign-ins the latest come first.
 */
export function sortBy(column: Column, { sort }: Filters): Sort {
  const first: Sort = column === "last_sign_in" ? "-last_sign_in" : column;
  if (sort !== first) return first;
  return first === column ? `-${column}` : column;
}
