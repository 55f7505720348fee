import { say } from "../text/log.ts";
import { logTime, zonePlace } from "../text/time.ts";
import { CheckChip } from "../ui/state-chip.tsx";
import { type Mail, mailLooks } from "./mail-words.ts";

/** The mails: when, of what, to whom, how far they are, and what is to be done. */
export function MailTable({ items }: { items: Mail[] }) {
  const now = new Date();
  return (
    <table className="table cards labelled mails">
      <thead>
        <tr>
          <th scope="col" aria-sort="descending">
            {say("mail.time", { zone: zonePlace() })}
          </th>
          <th scope="col">{say("mail.kind")}</th>
          <th scope="col">{say("mail.state")}</th>
          <th scope="col">{say("mail.tries")}</th>
          <th scope="col">{say("mail.next")}</th>
          <th scope="col">{say("mail.problem")}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <Row key={item.id} item={item} now={now} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ item, now }: { item: Mail; now: Date }) {
  const { kind, recipient, state, tries, problem, createdAt, nextTryAt } = item;
  return (
    <tr>
      <td>
        <time dateTime={createdAt}>{logTime(new Date(createdAt), now)}</time>
      </td>
      <td className="pair">
        <span>{say(`mail.${kind}`)}</span>
        <span className="sub">{recipient}</span>
      </td>
      <td>
        <CheckChip {...mailLooks[state]}>{say(`mail.${state}`)}</CheckChip>
      </td>
      <td data-label={say("mail.tries")}>
        <span>{tries}</span>
      </td>
      <td data-label={say("mail.next")}>
        {nextTryAt && <time dateTime={nextTryAt}>{logTime(new Date(nextTryAt), now)}</time>}
      </td>
      <td data-label={say("mail.problem")}>{problem !== "" && <span>{say(`problem.${problem}`)}</span>}</td>
    </tr>
  );
}
