import { Button } from "@mantine/core";
import { type MouseEvent, useState } from "react";
import { useSearchParams } from "wouter";
import type { components } from "../api/schema.gen.ts";
import { Empty, RowsToCome } from "../ui/empty.tsx";
import { Failed } from "../ui/failed.tsx";
import { Pager, range, usePages } from "../ui/pager.tsx";
import { AttemptChart } from "./attempt-chart.tsx";
import { Detail } from "./detail.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { everything, type Filters, isEverything, isReference, readFilters, writeFilters } from "./filters.ts";
import { SignInTable } from "./sign-in-table.tsx";
import { say } from "./texts/log.ts";
import type { useSignIns } from "./use-sign-ins.ts";

const small = "(max-width: 1100px)";

interface SignInsProps {
  organization: string;
  list: ReturnType<typeof useSignIns>;
}

/** The tab of attempts: how many, which ones, and the one that was chosen. */
export function SignIns({ organization, list }: SignInsProps) {
  const [params, setParams] = useSearchParams();
  const [focus, setFocus] = useState(false);
  const filters = readFilters(params);
  const id = params.get("id");

  // A mouse leaves the focus in the list, unless the list makes way for the attempt.
  const onChoose = (event: MouseEvent) => setFocus(event.detail === 0 || matchMedia(small).matches);
  // What is typed changes the address at every pause; Back goes over that in one step.
  const change = (to: Filters, typed = false) => setParams(writeFilters(to), { replace: typed });
  // Who searches wants the row; the chart, which no search narrows, comes after it. It is no person's.
  const isSearch = filters.search !== "";
  const chart = <AttemptChart key="chart" organization={organization} provider={filters.provider} />;
  return (
    <>
      {!isSearch && !filters.user && chart}
      <div className="log">
        <section className="card list" aria-label={say("list.label")}>
          <FilterBar organization={organization} filters={filters} onChange={change} />
          <List list={list} filters={filters} chosen={id} onChoose={onChoose} onChange={change} />
        </section>
        {id && <Detail key={id} organization={organization} id={id} focus={focus} />}
      </div>
      {isSearch && !filters.user && chart}
    </>
  );
}

interface ListProps {
  list: SignInsProps["list"];
  filters: Filters;
  chosen: string | null;
  onChoose: (event: MouseEvent) => void;
  onChange: (filters: Filters) => void;
}

function List({ list, filters, chosen, onChoose, onChange }: ListProps) {
  const { newer, older, before } = usePages();
  if (list.error) return <Failed problem={list.error} onAgain={list.refetch} />;
  const page = list.data;
  const next = page?.next;
  return (
    <>
      {page ? (
        <Items items={page.items} filters={filters} chosen={chosen} onChoose={onChoose} onChange={onChange} />
      ) : (
        <RowsToCome />
      )}
      <Pager
        shown={page ? shown(page.items.length, before, filters) : say("loading")}
        newer={newer}
        older={next ? () => older(next) : undefined}
      />
    </>
  );
}

type Entries = components["schemas"]["SignInEntry"][];

function Items({ items, filters, chosen, onChoose, onChange }: Omit<ListProps, "list"> & { items: Entries }) {
  if (items.length === 0) return <Nothing filters={filters} onChange={onChange} />;
  return <SignInTable items={items} chosen={chosen} onChoose={onChoose} />;
}

function Nothing({ filters, onChange }: Pick<ListProps, "filters" | "onChange">) {
  if (isEverything(filters)) return <Empty title={say("list.none")} why={say("list.none-why")} />;
  return (
    <Empty title={say("list.empty")} why={say("list.empty-why")}>
      <Button onClick={() => onChange(everything)}>{say("list.clear")}</Button>
    </Empty>
  );
}

function shown(count: number, before: number, { search }: Filters): string {
  const text = say("list.shown", { count: range(count, before) });
  return isReference(search) ? `${text}. ${say("list.all-times")}` : text;
}
