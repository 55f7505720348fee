import { Button, NativeSelect } from "@mantine/core";
import { useSearchParams } from "wouter";
import type { components } from "../api/schema.gen.ts";
import { api } from "../api/session.ts";
import { Empty, RowsToCome } from "../ui/empty.tsx";
import { FailedCard } from "../ui/failed.tsx";
import { MailCounts } from "./mail-counts.tsx";
import { type MailState, mailStates } from "./mail-states.ts";
import { MailTable } from "./mail-table.tsx";
import { say } from "./texts/log.ts";

type MailsOf = components["schemas"]["Mails"];

/** The tab of mails: how many are in which state, and the latest of them. */
export function Mails({ organization }: { organization: string }) {
  const [params] = useSearchParams();
  const state = mailStates.find((one) => one === params.get("state"));
  const list = api.useQuery("get", "/api/v1/organizations/{organization}/mails", {
    params: { path: { organization }, query: state ? { state } : {} },
  });
  if (list.error) return <FailedCard problem={list.error} onAgain={list.refetch} />;
  if (list.data && !list.data.enabled && countOf(list.data) === 0)
    return (
      <section className="card">
        <p className="card-body">{say("mail.off")}</p>
      </section>
    );
  return (
    <>
      {list.data && !list.data.enabled && <p>{say("mail.off")}</p>}
      <MailCounts counts={list.data} />
      <section className="card list" aria-label={say("tab.mails")}>
        <StateFilter state={state ?? ""} />
        {list.data ? <Items mails={list.data} /> : <RowsToCome />}
      </section>
    </>
  );
}

function StateFilter({ state }: { state: MailState | "" }) {
  const [, setParams] = useSearchParams();
  return (
    <search className="filters" aria-label={say("filter.label")}>
      <NativeSelect
        aria-label={say("mail.filter")}
        value={state}
        onChange={({ currentTarget: { value } }) => setParams(value ? { state: value } : {})}
        data={[
          { value: "", label: say("mail.any") },
          ...mailStates.map((value) => ({ value, label: say(`mail.${value}`) })),
        ]}
      />
    </search>
  );
}

function Items({ mails }: { mails: MailsOf }) {
  const [, setParams] = useSearchParams();
  const { items } = mails;
  if (items.length > 0)
    return (
      <>
        <MailTable items={items} />
        <footer className="pager">
          <p className="small muted" role="status">
            {say.count("mail.shown", items.length)}
          </p>
        </footer>
      </>
    );
  if (countOf(mails) === 0) return <Empty title={say("mail.none")} why={say("mail.none-why")} />;
  return (
    <Empty title={say("mail.empty")} why={say("mail.empty-why")}>
      <Button onClick={() => setParams({})}>{say("mail.all")}</Button>
    </Empty>
  );
}

function countOf({ waiting, sent, failed }: MailsOf): number {
  return waiting + sent + failed;
}
