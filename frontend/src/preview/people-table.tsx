import { Link } from "wouter";
import { enumerated } from "../text/lists.ts";
import { reasonOf } from "../text/outcomes.ts";
import { providerName } from "../text/provider.ts";
import { roleTitle } from "../text/role.ts";
import { Address } from "../ui/address.tsx";
import { remedyOf } from "./remedies.ts";
import { say } from "./texts/preview.ts";
import type { Connection, Entry } from "./use-preview.ts";

interface Around {
  connection: Connection;
}

/** People with the same outcome: why, and what can be done about it. */
export function PeopleTable({ items, connection }: { items: Entry[] } & Around) {
  return (
    <table className="table cards labelled who">
      <thead>
        <tr>
          <th scope="col">{say("who.person")}</th>
          <th scope="col">{say("who.role")}</th>
          <th scope="col">{say("who.why")}</th>
          <th scope="col">{say("who.can")}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((one) => (
          <Row key={one.userId} one={one} connection={connection} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ one, connection }: { one: Entry } & Around) {
  const notes = notesOf(one);
  return (
    <tr>
      <td>
        <b>{one.name}</b>
        <p className="sub">
          <Address of={one.email} />
        </p>
      </td>
      <td data-label={say("who.role")}>
        <span>{roleTitle(one.role, one.roleName)}</span>
      </td>
      <td data-label={say("who.why")}>
        <div>
          {whyOf(one, connection)}
          {notes.map((note) => (
            <p key={note} className="sub">
              {note}
            </p>
          ))}
        </div>
      </td>
      <td data-label={say("who.can")}>
        <Can one={one} connection={connection} />
      </td>
    </tr>
  );
}

function whyOf({ outcome, reason, code }: Entry, connection: Connection): string {
  const provider = providerName(connection.provider, connection.label);
  const values = { provider, locked: enumerated(connection.lockedTo) };
  const said = reasonOf(reason, code, values);
  if (outcome === "linked") return say("who.linked");
  if (outcome === "silent") return said || say("who.silent", values);
  return said;
}

function notesOf({ outcome, hasPassword, exempt }: Entry): string[] {
  return [
    ...(exempt ? [say("who.exempt")] : []),
    ...(outcome === "refused" && !hasPassword ? [say("who.no-way")] : []),
  ];
}

const beyondLock = ["outside_lock", "other_tenant"];

function Can({ one, connection }: { one: Entry; connection: Connection }) {
  const remedy = remedyOf(one, connection.id);
  if (!remedy) return <span className="muted">{say("can.nothing")}</span>;
  const link = (
    <Link className="link" href={remedy.href}>
      {say(`can.${remedy.text}`)}
    </Link>
  );
  if (!beyondLock.includes(one.reason) || !one.hasPassword) return <span>{link}</span>;
  const [before, after] = say("can.or-password", { link: "\n" }).split("\n");
  return (
    <span>
      {before}
      {link}
      {after}
    </span>
  );
}
