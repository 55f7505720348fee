import { NativeSelect, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { type FormEvent, useState } from "react";
import { say } from "../text/log.ts";
import { type Filters, periods, providers, results } from "./filters.ts";

interface FilterBarProps {
  filters: Filters;
  /** `typed` says that more may follow. */
  onChange: (filters: Filters, typed?: boolean) => void;
}

/** Narrows the list: by words as they are typed, by a result, a provider, a period as they are chosen. */
export function FilterBar({ filters, onChange }: FilterBarProps) {
  const set = (change: Partial<Filters>) => onChange({ ...filters, ...change });
  return (
    <search className="filters" aria-label={say("filter.label")}>
      <SearchField value={filters.search} onChange={(search) => onChange({ ...filters, search }, true)} />
      <NativeSelect
        aria-label={say("filter.result")}
        value={filters.result}
        onChange={(event) => set({ result: event.currentTarget.value as Filters["result"] })}
        data={[
          { value: "", label: say("filter.any-result") },
          ...results.map((value) => ({ value, label: say(`result.${value}`) })),
        ]}
      />
      <NativeSelect
        aria-label={say("filter.provider")}
        value={filters.provider}
        onChange={(event) => set({ provider: event.currentTarget.value as Filters["provider"] })}
        data={[
          { value: "", label: say("filter.any-provider") },
          ...providers.map((value) => ({ value, label: say(`brand.${value}`) })),
        ]}
      />
      <NativeSelect
        aria-label={say("filter.period")}
        value={filters.period}
        onChange={(event) => set({ period: event.currentTarget.value as Filters["period"] })}
        data={periods.map((value) => ({ value, label: say(`period.${value}`) }))}
      />
    </search>
  );
}

function SearchField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  const soon = useDebouncedCallback(onChange, 400);
  // The address may change without the field: Back, or a link.
  if (known !== value) {
    setKnown(value);
    if (text.trim() !== value) setText(value);
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    soon.cancel();
    onChange(text.trim());
  }
  return (
    <form className="grow" onSubmit={submit}>
      <TextInput
        type="search"
        maxLength={254}
        aria-label={say("filter.search")}
        placeholder={say("filter.hint")}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          soon(event.currentTarget.value.trim());
        }}
      />
    </form>
  );
}
