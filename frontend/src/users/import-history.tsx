import { Link } from "wouter";
import { api } from "../api/session.ts";
import { digits } from "../text/digits.ts";
import { logTime, zonePlace } from "../text/time.ts";
import { who } from "../text/who.ts";
import { Empty, RowsToCome } from "../ui/empty.tsx";
import { Failed } from "../ui/failed.tsx";
import { CheckChip } from "../ui/state-chip.tsx";
import { isOpen, oftenEnough } from "./import-progress.tsx";
import { leaving } from "./import-result.tsx";
import type { UserImport } from "./import-text.ts";
import { say } from "./texts/imports.ts";

/** The latest imports; each leads to what came of it. */
export function ImportHistory({ organization }: { organization: string }) {
  const list = api.useQuery(
    "get",
    "/api/v1/organizations/{organization}/user-imports",
    { params: { path: { organization } } },
    { refetchInterval: ({ state }) => (state.data?.items.some(isOpen) ? oftenEnough : false) },
  );
  return (
    <section className="card list" aria-labelledby="history">
      <header>
        <h2 id="history">{say("history.title")}</h2>
      </header>
      {list.error ? (
        <Failed problem={list.error} onAgain={list.refetch} />
      ) : !list.data ? (
        <RowsToCome />
      ) : list.data.items.length === 0 ? (
        <Empty title={say("history.none")} why={say("history.none-why")} />
      ) : (
        <Table items={list.data.items} />
      )}
    </section>
  );
}

const looks = {
  waiting: { sign: "open", tone: "test" },
  running: { sign: "open", tone: "test" },
  finished: { sign: "passed", tone: "on" },
  cancelled: { sign: "stopped", tone: "off" },
  failed: { sign: "failed", tone: "bad" },
} as const;

function Table({ items }: { items: UserImport[] }) {
  const now = new Date();
  return (
    <table className="table cards labelled">
      <thead>
        <tr>
          <th scope="col">{say("history.file")}</th>
          <th scope="col">{say("history.time", { zone: zonePlace() })}</th>
          <th scope="col">{say("history.state")}</th>
          <th scope="col">{say("history.counts")}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.id}>
            <td className="pair">
              <Link className="link cover" href={`/users/import?import=${item.id}`}>
                <bdi>{item.fileName ?? say("history.unnamed")}</bdi>
              </Link>
              <span className="sub">{say("history.by", { who: who(item.createdBy) })}</span>
            </td>
            <td data-label={say("history.time", { zone: zonePlace() })}>
              <time dateTime={item.createdAt}>{logTime(new Date(item.createdAt), now)}</time>
            </td>
            <td data-label={say("history.state")} className="pair">
              <CheckChip {...looks[item.state]}>{say(`state.${item.state}`)}</CheckChip>
              {item.dryRun && <span className="sub">{say("history.check")}</span>}
            </td>
            <td data-label={say("history.counts")}>{countsText(item)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What it did, or would do if it was only checked. */
function countsText(is: UserImport): string {
  const counts = { added: digits(is.added), changed: digits(is.changed), wrong: digits(is.wrong) };
  const gone = is.dryRun ? leaving(is) : is.deactivated;
  const line = is.dryRun ? "history.line-check" : "history.line";
  if (gone === 0) return say(line, counts);
  return say(`${line}-deactivated`, { ...counts, deactivated: digits(gone) });
}
