import type { MouseEvent } from "react";
import { Link, useSearchParams } from "wouter";
import type { components } from "../api/schema.gen.ts";
import { logTime, zonePlace } from "../text/time.ts";
import { browserName } from "../ui/browser-name.ts";
import { ResultChip } from "../ui/result-chip.tsx";
import { providerName, why } from "./explain.ts";
import { say } from "./texts/log.ts";

type Entry = components["schemas"]["SignInEntry"];

interface SignInTableProps {
  items: Entry[];
  chosen: string | null;
  onChoose: (event: MouseEvent) => void;
}

/** The attempts of a page; each row leads to its attempt. */
export function SignInTable({ items, chosen, onChoose }: SignInTableProps) {
  const now = new Date();
  return (
    <table className="table cards">
      <thead>
        <tr>
          <th scope="col" aria-sort="descending">
            {say("list.time", { zone: zonePlace() })}
          </th>
          <th scope="col">{say("list.result")}</th>
          <th scope="col">{say("list.person")}</th>
          <th scope="col" className="if-room">
            {say("list.address")}
          </th>
          <th scope="col" className="if-room">
            {say("list.browser")}
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <Row key={item.id} item={item} isChosen={item.id === chosen} now={now} onChoose={onChoose} />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  item: Entry;
  isChosen: boolean;
  now: Date;
  onChoose: (event: MouseEvent) => void;
}

function Row({ item, isChosen, now, onChoose }: RowProps) {
  const [params] = useSearchParams();
  const chosen = new URLSearchParams(params);
  chosen.set("id", item.id);
  return (
    <tr className={isChosen ? "chosen" : undefined}>
      <td className="pair">
        <time dateTime={item.at}>{logTime(new Date(item.at), now)}</time>
        <Link
          className="link mono cover"
          href={`/sign-in-log?${chosen}`}
          aria-current={isChosen || undefined}
          onClick={onChoose}
        >
          {item.reference}
        </Link>
      </td>
      <td className="pair">
        <ResultChip result={item.result} purpose={item.purpose} />
        <span className="sub">{why(item)}</span>
      </td>
      <td className="pair">
        <Who item={item} />
      </td>
      <td className="if-room">{item.address || say("nobody")}</td>
      <td className="if-room">{browserName(item.browserName)}</td>
    </tr>
  );
}

/** Who tried, and with what; an application that asked is nobody. */
function Who({ item }: { item: Entry }) {
  if (item.purpose === "application")
    return (
      <>
        <span>{item.application ?? say("nobody")}</span>
        <span className="sub">{say("why.application")}</span>
      </>
    );
  return (
    <>
      <span>{item.person ?? say("nobody")}</span>
      <span className="sub">{item.provider ? providerName(item) : say("password")}</span>
    </>
  );
}
