import { Box, Flex } from "@mantine/core";
import type { components } from "../api/schema.gen.ts";
import { logTime, zonePlace } from "../text/time.ts";
import { Empty, RowsToCome } from "../ui/empty.tsx";
import { Failed } from "../ui/failed.tsx";
import { Pager, range, usePages } from "../ui/pager.tsx";
import { actionText, actorName, changedFields } from "./change-text.ts";
import { say } from "./texts/log.ts";
import { useChanges } from "./use-changes.ts";
import { useProviderName } from "./use-providers.ts";

type Change = components["schemas"]["AuditEntry"];

/** The tab of changes: who changed what, and when. */
export function Changes({ organization }: { organization: string }) {
  return (
    <section className="card list" aria-label={say("tab.changes")}>
      <List organization={organization} />
    </section>
  );
}

function List({ organization }: { organization: string }) {
  const { cursor, before, newer, older } = usePages();
  const list = useChanges(organization, cursor);
  if (list.error) return <Failed problem={list.error} onAgain={list.refetch} />;
  const page = list.data;
  const next = page?.next;
  return (
    <>
      {page ? <Items organization={organization} items={page.items} /> : <RowsToCome />}
      <Pager
        shown={page ? say("change.shown", { count: range(page.items.length, before) }) : say("loading")}
        newer={newer}
        older={next ? () => older(next) : undefined}
      />
    </>
  );
}

interface ItemsProps {
  organization: string;
  items: Change[];
}

function Items({ organization, items }: ItemsProps) {
  if (items.length === 0) return <Empty title={say("change.none")} why={say("change.none-why")} />;
  return <ChangeTable organization={organization} items={items} />;
}

function ChangeTable({ organization, items }: ItemsProps) {
  const nameOf = useProviderName(organization);
  const now = new Date();
  return (
    <table className="table cards">
      <thead>
        <tr>
          <th scope="col" aria-sort="descending">
            {say("change.when", { zone: zonePlace() })}
          </th>
          <th scope="col">{say("change.who")}</th>
          <Box component="th" scope="col" w="60%">
            {say("change.what")}
          </Box>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.id}>
            <td>
              <time dateTime={item.at}>{logTime(new Date(item.at), now)}</time>
            </td>
            <td>{actorName(item)}</td>
            <td>
              <What change={item} nameOf={nameOf} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function What({ change, nameOf }: { change: Change; nameOf: (provider: string) => string }) {
  const action = actionText(change);
  const fields = changedFields(change.detail, nameOf);
  return (
    <>
      {action.isCode ? <code>{action.text}</code> : <b>{action.text}</b>}
      {fields.length > 0 && (
        <dl className="small">
          {fields.map(({ name, value }) => (
            <Flex key={name} wrap="wrap" gap="0 8px">
              <dt className="muted">{name}</dt>
              <dd>{value}</dd>
            </Flex>
          ))}
        </dl>
      )}
    </>
  );
}
