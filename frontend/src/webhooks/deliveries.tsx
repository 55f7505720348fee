import { Button, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { components } from "../api/schema.gen.ts";
import { api, calls } from "../api/session.ts";
import { useRefresh } from "../shell/page.tsx";
import { logTime, zonePlace } from "../text/time.ts";
import { answered } from "../ui/confirm.tsx";
import { Failed } from "../ui/failed.tsx";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import { CheckChip, type Tone } from "../ui/state-chip.tsx";
import { useToast } from "../ui/toasts.tsx";
import { say } from "./texts/webhooks.ts";
import { type Delivery, isSending, type Webhook } from "./webhook.ts";

interface DeliveriesProps {
  organization: string;
  webhook: Webhook;
}

/** How long the log goes back, and so what can be sent again. */
const kept = 30 * 86_400_000;

/** Whether it is tried about now; some time after its minute nobody knows of one, the webhook is off. */
function isExpected({ state, nextTryAt, createdAt }: Delivery): boolean {
  return state === "waiting" && Math.abs(Date.now() - Date.parse(nextTryAt ?? createdAt)) < 60_000;
}

/** Whether it is sent without being asked to, now or in a minute; its next try may be hours away. */
function isOnItsWay({ state, attempts, nextTryAt }: Delivery): boolean {
  return state === "waiting" && (attempts.length === 0 || Date.parse(nextTryAt ?? "") - Date.now() < 60_000);
}

/** What was sent last, and how it ended. While something waits it is looked at again and again. */
export function Deliveries({ organization, webhook }: DeliveriesProps) {
  const path = { organization, webhookId: webhook.id };
  const log = api.useQuery(
    "get",
    "/api/v1/organizations/{organization}/webhooks/{webhookId}/deliveries",
    { params: { path, query: { limit: 10 } } },
    { refetchInterval: ({ state }) => (state.data?.items.some(isExpected) ? 2_000 : isSending(webhook) && 30_000) },
  );
  const again = useAgain(path);
  const items = log.data?.items ?? [];
  const id = `${webhook.id}-log`;
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{say("log.title")}</h3>
      {log.error && <Failed problem={log.error} onAgain={log.refetch} />}
      {again.error && <ProblemAlert problem={again.error} />}
      {log.data && items.length === 0 && <p className="muted">{say("log.none")}</p>}
      {items.length > 0 && <Table items={items} isOn={webhook.enabled} onAgain={again.mutate} />}
      {webhook.failed > 0 && webhook.enabled && (
        <div className="actions">
          <Button onClick={() => again.mutate({ since: new Date(Date.now() - kept).toISOString() })}>
            {say.count("again.all", webhook.failed)}
          </Button>
        </div>
      )}
    </section>
  );
}

function useAgain(path: { organization: string; webhookId: string }) {
  const refresh = useRefresh();
  const toast = useToast();
  return useMutation({
    mutationFn: (body: components["schemas"]["Redelivery"]) =>
      answered(
        calls.POST("/api/v1/organizations/{organization}/webhooks/{webhookId}/redeliveries", {
          params: { path },
          body,
        }),
      ),
    onSuccess: async ({ count }) => {
      toast(say.count("again.done", count));
      await refresh();
    },
  });
}

const looks = {
  waiting: { sign: "open", tone: "test" },
  delivered: { sign: "passed", tone: "on" },
  failed: { sign: "failed", tone: "bad" },
} as const satisfies Record<Delivery["state"], { sign: string; tone: Tone }>;

interface TableProps {
  items: Delivery[];
  /** Whether anything is sent: a webhook that is off has no next try. */
  isOn: boolean;
  onAgain: (body: { deliveryId: string }) => void;
}

function Table({ items, isOn, onAgain }: TableProps) {
  const now = new Date();
  return (
    <table className="table cards labelled">
      <thead>
        <tr>
          <th scope="col">{say("log.time", { zone: zonePlace() })}</th>
          <th scope="col">{say("log.event")}</th>
          <th scope="col">{say("log.state")}</th>
          <th scope="col">{say("log.answer")}</th>
          <th scope="col">
            <span className="vh">{say("log.actions")}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.id}>
            <td>
              <time dateTime={item.createdAt}>{logTime(new Date(item.createdAt), now)}</time>
            </td>
            <td>
              <bdi className="mono">{item.type}</bdi>
            </td>
            <td>
              <CheckChip {...looks[item.state]}>{say(`log.${item.state}`)}</CheckChip>
            </td>
            <td data-label={say("log.answer")}>
              <Answer item={isOn ? item : { ...item, nextTryAt: null }} now={now} />
            </td>
            <td>
              {isOn && !isOnItsWay(item) && (
                <Button onClick={() => onAgain({ deliveryId: item.id })}>
                  {say("again.one")}
                  <span className="vh"> {item.type}</span>
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const problems = ["timeout", "dns", "tls", "connection_refused", "address_refused"] as const;

/** Why there was no answer, in words. */
function problemText(problem: string | null): string {
  return say(`problem.${problems.find((one) => one === problem) ?? "other"}`);
}

/** How the last try ended, and when the next one is. */
function Answer({ item: { attempts, nextTryAt }, now }: { item: Delivery; now: Date }) {
  const last = attempts.at(-1);
  if (!last) return <span>{say("log.soon")}</span>;
  return (
    <Stack gap={0}>
      <span>
        {last.status ? say("log.status", { status: last.status, ms: last.milliseconds }) : problemText(last.problem)}
      </span>
      {attempts.length > 1 && <span className="sub">{say.count("log.tries", attempts.length)}</span>}
      {nextTryAt && <span className="sub">{say("log.next", { when: logTime(new Date(nextTryAt), now) })}</span>}
    </Stack>
  );
}
