import type { components } from "../api/schema.gen.ts";

export type Kind = components["schemas"]["UserFilter"];
export type Sort = "name" | "-name" | "email" | "-email";

/** What the list is narrowed to, and its order. An empty text is no filter. */
export interface Filters {
  search: string;
  filter: Kind | "";
  sort: Sort;
}

export const kinds = [
  "active",
  "inactive",
  "not_connected",
  "different_email",
  "never_signed_in",
  "refused_lately",
  "super_admins",
  "exempt",
] as const satisfies Kind[];
const sorts = ["name", "-name", "email", "-email"] as const satisfies Sort[];

/** Everybody, by name. */
export const everybody: Filters = { search: "", filter: "", sort: "name" };

/** The filters of an address. What it does not say, or not rightly, is as usual. */
export function readFilters(params: URLSearchParams): Filters {
  return {
    search: (params.get("search") ?? "").trim().slice(0, 254),
    filter: kinds.find((kind) => kind === params.get("filter")) ?? "",
    sort: sorts.find((sort) => sort === params.get("sort")) ?? everybody.sort,
  };
}

/** The query of an address with these filters, from the first page and with nobody chosen. */
export function writeFilters(filters: Filters): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(filters))
    if (value !== everybody[name as keyof Filters]) params.set(name, value);
  return params;
}

/** The filters as the API takes them. */
export function toQuery({ search, filter, sort }: Filters) {
  return { sort, ...(search && { search }), ...(filter && { filter }) };
}

/** The order after a click on a column: the other way round if it is by that column already. */
export function sortBy(column: "name" | "email", { sort }: Filters): Sort {
  return sort === column ? `-${column}` : column;
}
