import { UnstyledButton } from "@mantine/core";
import { Link, useSearchParams } from "wouter";
import { providerName } from "../text/provider.ts";
import { roleTitle } from "../text/role.ts";
import { day } from "../text/time.ts";
import { Icon } from "../ui/icons.tsx";
import { StateChip } from "../ui/state-chip.tsx";
import { type Filters, sortBy } from "./filters.ts";
import { type Account, methodName, type Person, when } from "./person-texts.ts";
import { say } from "./texts/users.ts";

interface UserTableProps {
  items: Person[];
  filters: Filters;
  onChange: (filters: Filters) => void;
}

/** The people of a page; each row leads to its person. */
export function UserTable({ items, filters, onChange }: UserTableProps) {
  return (
    <table className="table cards labelled users">
      <thead>
        <tr>
          <th scope="col" aria-sort={filters.sort.startsWith("-") ? "descending" : "ascending"}>
            <Sort column="name" filters={filters} onChange={onChange} />
            <Sort column="email" filters={filters} onChange={onChange} />
          </th>
          <th scope="col">{say("column.role")}</th>
          <th scope="col">{say("column.status")}</th>
          <th scope="col">{say("column.accounts")}</th>
          <th scope="col">{say("column.last")}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((person) => (
          <Row key={person.id} person={person} />
        ))}
      </tbody>
    </table>
  );
}

function Sort({ column, filters, onChange }: { column: "name" | "email" } & Omit<UserTableProps, "items">) {
  const isBy = filters.sort.endsWith(column);
  return (
    <UnstyledButton
      type="button"
      className="sort"
      display="inline-flex"
      mih={{ base: 44, xs: 24 }}
      me={column === "name" ? 16 : 0}
      style={{ alignItems: "center", gap: 4, font: "inherit" }}
      aria-label={say("sort.by", { column: say(`column.${column}`) })}
      aria-pressed={isBy}
      onClick={() => onChange({ ...filters, sort: sortBy(column, filters) })}
    >
      {say(`column.${column}`)}
      {isBy && <Icon name={filters.sort.startsWith("-") ? "up" : "down"} />}
    </UnstyledButton>
  );
}

function Row({ person }: { person: Person }) {
  const [params] = useSearchParams();
  const chosen = new URLSearchParams(params);
  chosen.set("id", person.id);
  return (
    <tr>
      <td className="pair">
        <Link className="link cover" href={`/users?${chosen}`}>
          {person.name}
        </Link>
        <span className="sub">{person.email}</span>
      </td>
      <td>{roleTitle(person.role, person.roleName)}</td>
      <td className="pair">
        <StateChip bolt={person.active ? "thrown" : "drawn"} tone={person.active ? "on" : "off"}>
          {say(person.active ? "status.active" : "status.inactive")}
        </StateChip>
        {person.exempt && <span className="sub">{say("status.exempt")}</span>}
      </td>
      <td data-label={say("column.accounts")}>
        <Accounts accounts={person.identities} />
      </td>
      <td data-label={say("column.last")} className={person.lastSignIn ? "pair" : undefined}>
        {person.lastSignIn ? (
          <>
            <time dateTime={person.lastSignIn.at}>{when(person.lastSignIn.at)}</time>
            <span className="sub">{methodName(person)}</span>
          </>
        ) : (
          <span className="sub">{say("last.never")}</span>
        )}
      </td>
    </tr>
  );
}

function Accounts({ accounts }: { accounts: Account[] }) {
  if (accounts.length === 0) return <span className="sub">{say("accounts.none")}</span>;
  return (
    <ul>
      {accounts.map(({ id, provider, label, linkedAt, differentEmail }) => (
        <li key={id}>
          {say("accounts.since", { provider: providerName(provider, label), day: day(new Date(linkedAt)) })}
          {differentEmail && <span className="flag">{say("accounts.different")}</span>}
        </li>
      ))}
    </ul>
  );
}
