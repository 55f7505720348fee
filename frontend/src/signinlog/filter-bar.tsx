import { Button, NativeSelect } from "@mantine/core";
import { useMay } from "../api/may.ts";
import { api } from "../api/session.ts";
import { say as sayInApp } from "../text/app.ts";
import { Icon } from "../ui/icons.tsx";
import { SearchField } from "../ui/search-field.tsx";
import { type Filters, periods, results } from "./filters.ts";
import { say } from "./texts/log.ts";
import { useProviders } from "./use-providers.ts";

interface FilterBarProps {
  organization: string;
  filters: Filters;
  /** `typed` says that more may follow. */
  onChange: (filters: Filters, typed?: boolean) => void;
}

/** Narrows the list: by words as they are typed, by a result, a provider, a period as they are chosen. */
export function FilterBar({ organization, filters, onChange }: FilterBarProps) {
  const providers = useProviders(organization, filters.provider);
  const set = (change: Partial<Filters>) => onChange({ ...filters, ...change });
  return (
    <search className="filters" aria-label={say("filter.label")}>
      <SearchField
        label={say("filter.search")}
        hint={say("filter.hint")}
        value={filters.search}
        onChange={(search) => onChange({ ...filters, search }, true)}
      />
      <NativeSelect
        aria-label={say("filter.result")}
        value={filters.result}
        onChange={(event) => set({ result: event.currentTarget.value as Filters["result"] })}
        data={[
          { value: "", label: say("filter.any-result") },
          ...results.map((value) => ({ value, label: sayInApp(`result.${value}`) })),
        ]}
      />
      <NativeSelect
        aria-label={say("filter.provider")}
        value={filters.provider}
        onChange={(event) => set({ provider: event.currentTarget.value as Filters["provider"] })}
        data={[{ value: "", label: say("filter.any-provider") }, ...providers]}
      />
      <NativeSelect
        aria-label={say("filter.period")}
        value={filters.period}
        onChange={(event) => set({ period: event.currentTarget.value as Filters["period"] })}
        data={periods.map((value) => ({ value, label: say(`period.${value}`) }))}
      />
      {filters.user && <OnlyPerson organization={organization} id={filters.user} onClear={() => set({ user: "" })} />}
    </search>
  );
}

/** Whose attempts alone are listed, and the way back to everybody's. */
function OnlyPerson({ organization, id, onClear }: { organization: string; id: string; onClear: () => void }) {
  const may = useMay();
  const person = api.useQuery(
    "get",
    "/api/v1/organizations/{organization}/users/{userId}",
    { params: { path: { organization, userId: id } } },
    { enabled: may("users:read") },
  );
  const name = person.data?.name;
  return (
    <Button rightSection={<Icon name="close" />} aria-description={say("filter.everyone")} onClick={onClear}>
      {name ? say("filter.only", { name }) : say("filter.only-one")}
    </Button>
  );
}
