import { Button, Flex, Stack } from "@mantine/core";
import { useState } from "react";
import type { components } from "../api/schema.gen.ts";
import { api } from "../api/session.ts";
import { say } from "../text/app.ts";
import { Address } from "../ui/address.tsx";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import { SearchField } from "../ui/search-field.tsx";

type Person = components["schemas"]["UserEntry"];

export interface PersonPickerProps {
  organization: string;
  label: string;
  /** The button beside each person that was found. */
  action: string;
  start?: string;
  /** Who is not to be offered. */
  without?: (person: Person) => boolean;
  onPick: (person: Person) => void;
  onCancel?: () => void;
}

/** Finds a person by the beginning of the name or e-mail. */
export function PersonPicker({
  organization,
  label,
  action,
  start = "",
  without,
  onPick,
  onCancel,
}: PersonPickerProps) {
  const [search, setSearch] = useState(start);
  const found = api.useQuery(
    "get",
    "/api/v1/organizations/{organization}/users",
    { params: { path: { organization }, query: { search, filter: "active" as const, limit: 8 } } },
    { enabled: search !== "" },
  );
  const people = found.data?.items.filter((one) => !without?.(one)) ?? [];
  return (
    <Stack gap="xs">
      <SearchField label={label} autoFocus value={search} onChange={setSearch} />
      {found.error && <ProblemAlert problem={found.error} />}
      <p className="small muted" role="status">
        {search === "" ? say("picker.hint") : found.data && people.length === 0 && say("picker.none")}
      </p>
      <ul>
        {people.map((person) => (
          <Flex key={person.id} component="li" justify="space-between" align="center" gap="4px 16px" py={4}>
            <span>
              {person.name}{" "}
              <span className="sub">
                <Address of={person.email} />
              </span>
            </span>
            <Button type="button" onClick={() => onPick(person)} aria-label={`${action}: ${person.name}`}>
              {action}
            </Button>
          </Flex>
        ))}
      </ul>
      {onCancel && (
        <p>
          <Button onClick={onCancel}>{say("confirm.cancel")}</Button>
        </p>
      )}
    </Stack>
  );
}
