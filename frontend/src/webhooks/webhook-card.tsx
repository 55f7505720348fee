import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { calls } from "../api/session.ts";
import { useRefresh } from "../shell/page.tsx";
import { enumerated } from "../text/lists.ts";
import { timeInSentence } from "../text/time.ts";
import { who } from "../text/who.ts";
import { answered } from "../ui/confirm.tsx";
import { Fact } from "../ui/fact.tsx";
import { Icon } from "../ui/icons.tsx";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import { StateChip } from "../ui/state-chip.tsx";
import { useToast } from "../ui/toasts.tsx";
import { ChangeWebhook } from "./change-webhook.tsx";
import { Deliveries } from "./deliveries.tsx";
import { DeleteWebhook, SwitchWebhook } from "./questions.tsx";
import { RotateSecret } from "./rotate-secret.tsx";
import { say } from "./texts/webhooks.ts";
import { stateOf, type Webhook, webhookName } from "./webhook.ts";

interface WebhookCardProps {
  organization: string;
  webhook: Webhook;
}

const dialogs = { change: ChangeWebhook, rotate: RotateSecret, turn: SwitchWebhook, drop: DeleteWebhook };

/** One webhook: whether what happens arrives there, and what was sent. */
export function WebhookCard({ organization, webhook }: WebhookCardProps) {
  const [open, setOpen] = useState<keyof typeof dialogs | null>(null);
  const Open = open && dialogs[open];
  const { text, ...look } = stateOf(webhook);
  const title = webhookName(webhook);
  const name = <span className="vh"> {title}</span>;
  return (
    <section className="card" aria-labelledby={webhook.id}>
      <header>
        <h2 id={webhook.id} dir="auto">
          {title}
        </h2>
        <StateChip {...look}>{text}</StateChip>
      </header>
      <Facts webhook={webhook} />
      <div className="card-body">
        <Trouble webhook={webhook} />
        <div className="actions">
          {webhook.enabled && <Test organization={organization} webhook={webhook} />}
          <Button onClick={() => setOpen("change")}>
            {say("change.open")}
            {name}
          </Button>
          <Button onClick={() => setOpen("rotate")}>
            {say("rotate.open")}
            {name}
          </Button>
          <Button color={webhook.enabled ? "bad" : undefined} onClick={() => setOpen("turn")}>
            {say(webhook.enabled ? "off.open" : "on.open")}
            {name}
          </Button>
          <Button color="bad" onClick={() => setOpen("drop")}>
            {say("drop.open")}
            {name}
          </Button>
        </div>
        <Deliveries organization={organization} webhook={webhook} />
      </div>
      {Open && <Open organization={organization} webhook={webhook} onClose={() => setOpen(null)} />}
    </section>
  );
}

const inSentence = (at: string) => timeInSentence(new Date(at), new Date());

function Facts({ webhook }: { webhook: Webhook }) {
  const { url, types, succeededAt, createdAt, createdBy, oldSecretUntil } = webhook;
  return (
    <dl className="facts small">
      <Fact name={say("fact.url")}>
        <bdi className="mono" dir="ltr">
          {url}
        </bdi>
      </Fact>
      <Fact name={say("fact.types")}>{types.length === 0 ? say("fact.all") : <Types list={types} />}</Fact>
      <Fact name={say("fact.arrived")}>{succeededAt ? inSentence(succeededAt) : say("fact.never")}</Fact>
      <Fact name={say("fact.made")}>{say("fact.made-by", { when: inSentence(createdAt), who: who(createdBy) })}</Fact>
      {oldSecretUntil && new Date(oldSecretUntil) > new Date() && (
        <Fact name={say("fact.secret")}>{say("fact.both", { when: inSentence(oldSecretUntil) })}</Fact>
      )}
    </dl>
  );
}

/** Types of events, each in one line or broken where it has a point. */
function Types({ list }: { list: string[] }) {
  return (
    <bdi className="mono">
      {enumerated(list)
        .split(".")
        .flatMap((part, i) => (i === 0 ? [part] : [".", <wbr key={`${i}${part}`} />, part]))}
    </bdi>
  );
}

function Trouble({ webhook: { enabled, offReason, failingSince } }: { webhook: Webhook }) {
  const text = enabled
    ? failingSince && say("trouble.failing-since", { when: inSentence(failingSince) })
    : (offReason === "gone" || offReason === "failing") && say(`trouble.${offReason}`);
  if (!text) return null;
  return (
    <div className="notice warn">
      <Icon name="alert" />
      <p>{text}</p>
    </div>
  );
}

function Test({ organization, webhook }: WebhookCardProps) {
  const refresh = useRefresh();
  const toast = useToast();
  const test = useMutation({
    mutationFn: () =>
      answered(
        calls.POST("/api/v1/organizations/{organization}/webhooks/{webhookId}/test-events", {
          params: { path: { organization, webhookId: webhook.id } },
        }),
      ),
    onSuccess: async () => {
      toast(say("test.done"));
      await refresh();
    },
  });
  return (
    <>
      {test.error && <ProblemAlert problem={test.error} />}
      <Button aria-disabled={test.isPending || undefined} onClick={() => test.isPending || test.mutate()}>
        {say("test.open")}
        <span className="vh"> {webhookName(webhook)}</span>
      </Button>
    </>
  );
}
