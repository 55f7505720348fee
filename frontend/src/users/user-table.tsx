import { Box, Checkbox, UnstyledButton } from "@mantine/core";
import { Link, useSearchParams } from "wouter";
import { providerName } from "../text/provider.ts";
import { roleTitle } from "../text/role.ts";
import { day } from "../text/time.ts";
import { Address } from "../ui/address.tsx";
import { Icon } from "../ui/icons.tsx";
import { StateChip } from "../ui/state-chip.tsx";
import { type Column, type Filters, sortBy } from "./filters.ts";
import { type Account, methodName, type Person, when } from "./person-texts.ts";
import type { Chosen } from "./selection.ts";
import { say } from "./texts/users.ts";

interface UserTableProps {
  items: Person[];
  filters: Filters;
  onChange: (filters: Filters) => void;
  /** Who is chosen; nothing, if the reader may not change people. */
  chosen: Chosen | undefined;
}

/** The people of a page; each row leads to its person. */
export function UserTable({ items, filters, onChange, chosen }: UserTableProps) {
  const head = (column: Column) => <Head column={column} filters={filters} onChange={onChange} />;
  const all = chosen && items.every(({ id }) => chosen.has(id));
  return (
    <table className="table cards labelled users">
      <thead>
        <tr>
          {chosen && (
            <td>
              <Checkbox
                aria-label={say("choose.page")}
                checked={all}
                indeterminate={!all && items.some(({ id }) => chosen.has(id))}
                onChange={() =>
                  chosen.set(
                    items.map(({ id }) => id),
                    !all,
                  )
                }
              />
            </td>
          )}
          {head("name")}
          {head("email")}
          {head("role")}
          {head("state")}
          <th scope="col">{say("column.accounts")}</th>
          {head("last_sign_in")}
        </tr>
      </thead>
      <tbody>
        {items.map((person) => (
          <Row key={person.id} person={person} chosen={chosen} />
        ))}
      </tbody>
    </table>
  );
}

function Head({ column, filters, onChange }: { column: Column } & Pick<UserTableProps, "filters" | "onChange">) {
  const isDown = filters.sort === `-${column}`;
  const isBy = isDown || filters.sort === column;
  return (
    <th scope="col" aria-sort={isBy ? (isDown ? "descending" : "ascending") : undefined}>
      <UnstyledButton
        type="button"
        className="sort"
        display="inline-flex"
        mih={24}
        style={{ alignItems: "center", gap: 4, font: "inherit" }}
        aria-label={say("sort.by", { column: say(`column.${column}`) })}
        onClick={() => onChange({ ...filters, sort: sortBy(column, filters) })}
      >
        {say(`column.${column}`)}
        {isBy && <Icon name={isDown ? "up" : "down"} />}
      </UnstyledButton>
    </th>
  );
}

function Row({ person, chosen }: { person: Person; chosen: Chosen | undefined }) {
  const [params] = useSearchParams();
  const opened = new URLSearchParams(params);
  opened.set("id", person.id);
  const isChosen = chosen?.has(person.id);
  return (
    <tr className={isChosen ? "chosen" : undefined}>
      {chosen && (
        <td className="pick">
          <Checkbox
            aria-label={say("choose.person", { name: person.name })}
            checked={isChosen ?? false}
            onChange={() => chosen.set([person.id], !isChosen)}
          />
        </td>
      )}
      <td>
        <Link className="link cover" href={`/users?${opened}`}>
          {person.name}
        </Link>
      </td>
      <td data-label={say("column.email")} style={{ overflowWrap: "anywhere", minWidth: "12.5rem" }}>
        <span>
          <Address of={person.email} />
        </span>
      </td>
      <td data-label={say("column.role")}>
        <span>{roleTitle(person.role, person.roleName)}</span>
      </td>
      <td data-label={say("column.state")} className="pair">
        <StateChip bolt={person.active ? "thrown" : "drawn"} tone={person.active ? "on" : "off"}>
          {say(person.active ? "status.active" : "status.inactive")}
        </StateChip>
        {person.exempt && <span className="sub">{say("status.exempt")}</span>}
      </td>
      <td data-label={say("column.accounts")}>
        <Accounts accounts={person.identities} />
      </td>
      <td
        data-label={say("column.last_sign_in")}
        className={person.lastSignIn || person.invitation ? "pair" : undefined}
      >
        {person.lastSignIn ? (
          <>
            <time dateTime={person.lastSignIn.at}>{when(person.lastSignIn.at)}</time>
            <span className="sub">{methodName(person)}</span>
          </>
        ) : (
          <>
            <span className="sub">{say("last.never")}</span>
            {person.active && person.invitation && <Invited invitation={person.invitation} />}
          </>
        )}
      </td>
    </tr>
  );
}

/** That somebody who never came was invited. */
function Invited({ invitation: { at, state } }: { invitation: NonNullable<Person["invitation"]> }) {
  const isOld = state === "expired";
  return (
    <span className="sub">
      {isOld ? say("invitation.row-expired") : say("invitation.row-open", { day: day(new Date(at)) })}
    </span>
  );
}

function Accounts({ accounts }: { accounts: Account[] }) {
  if (accounts.length === 0) return <span className="sub">{say("accounts.none")}</span>;
  return (
    <ul>
      {accounts.map(({ id, provider, label, linkedAt, differentEmail }) => (
        <li key={id}>
          {say("accounts.since", { provider: providerName(provider, label), day: day(new Date(linkedAt)) })}
          {differentEmail && (
            <Box component="span" display="flex" c="var(--warn)" className="small">
              {say("accounts.different")}
            </Box>
          )}
        </li>
      ))}
    </ul>
  );
}
