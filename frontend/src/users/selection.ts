import { useState } from "react";
import type { components } from "../api/schema.gen.ts";
import { type Filters, toMatch, writeFilters } from "./filters.ts";

/** Who is chosen of a list, on whichever page they are. */
export interface Chosen {
  /** All that the filters find, whether seen or not. */
  all: boolean;
  count: number;
  has: (id: string) => boolean;
  set: (ids: string[], isChosen: boolean) => void;
  setAll: (all: boolean) => void;
  /** Whom a change is of, as the API takes it. */
  order: Pick<components["schemas"]["NewUserBulkChange"], "people" | "matching">;
}

/** What the API takes at once by their ids. */
const most = 1000;

/** Who is chosen of a list; of another one nobody is. */
export function useChosen(filters: Filters): Chosen {
  const list = writeFilters({ ...filters, sort: "name" }).toString();
  const [state, setState] = useState({ list, ids: new Set<string>(), all: false });
  const { ids, all } = state.list === list ? state : { ids: new Set<string>(), all: false };
  return {
    all,
    count: ids.size,
    has: (id) => all || ids.has(id),
    set: (some, isChosen) => {
      const after = new Set(ids);
      for (const id of some)
        if (!isChosen) after.delete(id);
        else if (after.size < most) after.add(id);
      setState({ list, ids: after, all: false });
    },
    setAll: (isAll) => setState({ list, ids: new Set(), all: isAll }),
    order: all ? { matching: toMatch(filters) } : { people: [...ids] },
  };
}
