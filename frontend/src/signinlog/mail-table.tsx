import type { ReactNode } from "react";
import { logTime, zonePlace } from "../text/time.ts";
import { Address } from "../ui/address.tsx";
import { CheckChip } from "../ui/state-chip.tsx";
import { type Mail, mailLooks } from "./mail-states.ts";
import { say } from "./texts/log.ts";

type Cell = (mail: Mail, now: Date) => ReactNode;

/** What most mails have nothing to say of: each is a column while one of them has. */
const extras = {
  tries: ({ tries }) => tries > 1 && <span>{tries}</span>,
  next: ({ nextTryAt }, now) => nextTryAt && <time dateTime={nextTryAt}>{logTime(new Date(nextTryAt), now)}</time>,
  problem: ({ problem }) => problem !== "" && <span>{say(`problem.${problem}`)}</span>,
} satisfies Record<string, Cell>;
type Extra = keyof typeof extras;

/** The mails: when, of what, to whom, how far they are, and what is to be done. */
export function MailTable({ items }: { items: Mail[] }) {
  const now = new Date();
  const all = Object.keys(extras) as Extra[];
  const extra = all.filter((one) => items.some((item) => extras[one](item, now)));
  return (
    <table className="table cards labelled mails">
      <thead>
        <tr>
          <th scope="col" aria-sort="descending">
            {say("mail.time", { zone: zonePlace() })}
          </th>
          <th scope="col">{say("mail.kind")}</th>
          <th scope="col">{say("mail.state")}</th>
          {extra.map((one) => (
            <th key={one} scope="col">
              {say(`mail.${one}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <Row key={item.id} item={item} extra={extra} now={now} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ item, extra, now }: { item: Mail; extra: Extra[]; now: Date }) {
  const { kind, recipient, state, createdAt } = item;
  return (
    <tr>
      <td>
        <time dateTime={createdAt}>{logTime(new Date(createdAt), now)}</time>
      </td>
      <td className="pair">
        <span>{say(`mail.${kind}`)}</span>
        <span className="sub">
          <Address of={recipient} />
        </span>
      </td>
      <td>
        <CheckChip {...mailLooks[state]}>{say(`mail.${state}`)}</CheckChip>
      </td>
      {extra.map((one) => (
        <td key={one} data-label={say(`mail.${one}`)}>
          {extras[one](item, now)}
        </td>
      ))}
    </tr>
  );
}
