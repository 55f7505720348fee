import { Button, NativeSelect } from "@mantine/core";
import { useSearchParams } from "wouter";
import type { components } from "../api/schema.gen.ts";
import { api } from "../api/session.ts";
import { Empty, RowsToCome } from "../ui/empty.tsx";
import { Failed } from "../ui/failed.tsx";
import { Pager, pageSize, range, usePages } from "../ui/pager.tsx";
import { SearchField } from "../ui/search-field.tsx";
import { everybody, type Filters, kinds, readFilters, toQuery, writeFilters } from "./filters.ts";
import { say } from "./texts/users.ts";
import { UserTable } from "./user-table.tsx";

/** The people that search and filter leave, in pages. */
export function UserList({ organization }: { organization: string }) {
  const [params, setParams] = useSearchParams();
  const filters = readFilters(params);
  const { cursor, before, newer, older } = usePages();
  const list = api.useQuery("get", "/api/v1/organizations/{organization}/users", {
    params: { path: { organization }, query: { ...toQuery(filters), ...(cursor && { cursor }), limit: pageSize } },
  });
  // What is typed changes the address at every pause; Back goes over that in one step.
  const change = (to: Filters, typed = false) => setParams(writeFilters(to), { replace: typed });
  const next = list.data?.next;
  return (
    <section className="card list" aria-label={say("users.list")}>
      <FilterBar filters={filters} onChange={change} />
      {list.error ? (
        <Failed problem={list.error} again={say("users.again")} onAgain={list.refetch} />
      ) : (
        <>
          {list.data ? <Items page={list.data} filters={filters} onChange={change} /> : <RowsToCome />}
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
}

function Items({ page, filters, onChange }: ItemsProps) {
  if (page.items.length > 0) return <UserTable items={page.items} filters={filters} onChange={onChange} />;
  return (
    <Empty title={say("users.none")} why={say("users.none-why")}>
      <Button onClick={() => onChange(everybody)}>{say("users.clear")}</Button>
    </Empty>
  );
}

interface FilterBarProps {
  filters: Filters;
  onChange: (filters: Filters, typed?: boolean) => void;
}

function FilterBar({ filters, onChange }: FilterBarProps) {
  return (
    <search className="filters" aria-label={say("filter.label")}>
      <SearchField
        label={say("filter.search")}
        hint={say("filter.search")}
        value={filters.search}
        onChange={(search) => onChange({ ...filters, search }, true)}
      />
      <NativeSelect
        aria-label={say("filter.kind")}
        value={filters.filter}
        onChange={(event) => onChange({ ...filters, filter: event.currentTarget.value as Filters["filter"] })}
        data={[
          { value: "", label: say("filter.all") },
          ...kinds.map((value) => ({ value, label: say(`filter.${value}`) })),
        ]}
      />
    </search>
  );
}
