import { Button } from "@mantine/core";
import { useSearchParams } from "wouter";
import { useMay } from "../api/may.ts";
import type { components } from "../api/schema.gen.ts";
import { api } from "../api/session.ts";
import { Empty, RowsToCome } from "../ui/empty.tsx";
import { Failed } from "../ui/failed.tsx";
import { Pager, pageSize, range, usePages } from "../ui/pager.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { everybody, type Filters, readFilters, toQuery, writeFilters } from "./filters.ts";
import { type Chosen, useChosen } from "./selection.ts";
import { SelectionBar } from "./selection-bar.tsx";
import { say } from "./texts/users.ts";
import { UserTable } from "./user-table.tsx";

/** The people that search and filter leave, in pages. */
export function UserList({ organization }: { organization: string }) {
  const [params, setParams] = useSearchParams();
  const filters = readFilters(params);
  const chosen = useChosen(filters);
  const mayChange = useMay()("users:write");
  const { cursor, before, newer, older } = usePages();
  const list = api.useQuery("get", "/api/v1/organizations/{organization}/users", {
    params: { path: { organization }, query: { ...toQuery(filters), ...(cursor && { cursor }), limit: pageSize } },
  });
  // What is typed changes the address at every pause; Back goes over that in one step.
  const change = (to: Filters, typed = false) => setParams(writeFilters(to), { replace: typed });
  const next = list.data?.next;
  function follow({ id }: components["schemas"]["UserBulkChange"]) {
    chosen.setAll(false);
    setParams((before) => {
      const after = new URLSearchParams(before);
      after.set("change", id);
      return after;
    });
  }
  return (
    <section className="card list" aria-label={say("users.list")}>
      <FilterBar organization={organization} filters={filters} onChange={change} />
      {mayChange && (
        <SelectionBar organization={organization} chosen={chosen} total={list.data?.total ?? null} onStarted={follow} />
      )}
      {list.error ? (
        <Failed problem={list.error} onAgain={list.refetch} />
      ) : (
        <>
          {list.data ? (
            <Items page={list.data} filters={filters} onChange={change} chosen={mayChange ? chosen : undefined} />
          ) : (
            <RowsToCome />
          )}
          <Pager
            byName
            shown={list.data ? shown(list.data, before) : say("users.loading")}
            newer={newer}
            older={next ? () => older(next) : undefined}
          />
        </>
      )}
    </section>
  );
}

/** "People: 26 to 50 of 62"; of very many nobody counts how many they are. */
function shown({ items, total }: components["schemas"]["UserPage"], before: number): string {
  const here = range(items.length, before);
  return total === null ? say("users.shown-many", { range: here }) : say("users.shown", { range: here, total });
}

interface ItemsProps {
  page: components["schemas"]["UserPage"];
  filters: Filters;
  onChange: (filters: Filters) => void;
  chosen: Chosen | undefined;
}

function Items({ page, filters, onChange, chosen }: ItemsProps) {
  if (page.items.length > 0)
    return <UserTable items={page.items} filters={filters} onChange={onChange} chosen={chosen} />;
  return (
    <Empty title={say("users.none")} why={say("users.none-why")}>
      <Button onClick={() => onChange(everybody)}>{say("users.clear")}</Button>
    </Empty>
  );
}
