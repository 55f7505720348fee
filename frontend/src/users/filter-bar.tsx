import { NativeSelect } from "@mantine/core";
import { useConnections } from "../api/connections.ts";
import { useMay } from "../api/may.ts";
import { useRoles } from "../api/roles.ts";
import { providerTitle } from "../text/provider.ts";
import { roleTitle } from "../text/role.ts";
import { SearchField } from "../ui/search-field.tsx";
import { type Filters, kinds, sorts, states } from "./filters.ts";
import { say } from "./texts/users.ts";

interface FilterBarProps {
  organization: string;
  filters: Filters;
  /** `typed` says that more may follow. */
  onChange: (filters: Filters, typed?: boolean) => void;
}

/** Narrows the list: by words as they are typed, by what people are as it is chosen. On a phone it sorts, too. */
export function FilterBar({ organization, filters, onChange }: FilterBarProps) {
  const connections = useConnections(organization).data?.items ?? [];
  const field = <Name extends keyof Filters>(name: Name, label: string, data: { value: string; label: string }[]) => (
    <NativeSelect
      aria-label={label}
      value={filters[name]}
      onChange={(event) => onChange({ ...filters, [name]: event.currentTarget.value })}
      data={data}
      {...(name === "sort" && { hiddenFrom: "xs" })}
    />
  );
  return (
    <search className="filters" aria-label={say("filter.label")}>
      <SearchField
        label={say("filter.search")}
        hint={say("filter.search")}
        value={filters.search}
        onChange={(search) => onChange({ ...filters, search }, true)}
      />
      {field("filter", say("filter.kind"), [
        { value: "", label: say("filter.all") },
        ...kinds.map((value) => ({ value, label: say(`filter.${value}`) })),
      ])}
      {field("state", say("column.state"), [
        { value: "", label: say("filter.any-state") },
        ...states.map((value) => ({ value, label: say(`filter.${value}`) })),
      ])}
      {field("role", say("column.role"), [
        { value: "", label: say("filter.any-role") },
        ...useRoleNames(organization, filters.role),
      ])}
      {connections.length > 0 &&
        field("connection", say("filter.connection"), [
          { value: "", label: say("filter.any-connection") },
          ...connections.map(({ id, provider, label }) => ({ value: id, label: providerTitle(provider, label) })),
        ])}
      {field(
        "sort",
        say("sort.label"),
        sorts.map((sort) => ({ value: sort, label: say(`sort.${sort}`) })),
      )}
    </search>
  );
}

/** The roles by name. Who may not read them knows the built-in ones, and the one that the address names. */
function useRoleNames(organization: string, named: string) {
  const may = useMay()("roles:read");
  const roles = useRoles(organization).data?.items;
  const known = ["super_admin", "agent", named].filter((key, index, all) => key && all.indexOf(key) === index);
  return may && roles
    ? roles.map(({ key, name }) => ({ value: key, label: roleTitle(key, name) }))
    : known.map((key) => ({ value: key, label: roleTitle(key, key) }));
}
