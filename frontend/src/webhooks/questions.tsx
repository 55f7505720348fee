import { calls } from "../api/session.ts";
import { useRefresh } from "../shell/page.tsx";
import { answered, Confirm } from "../ui/confirm.tsx";
import { useToast } from "../ui/toasts.tsx";
import { say } from "./texts/webhooks.ts";
import type { ChangeProps } from "./use-change.ts";
import { webhookName } from "./webhook.ts";

/** Switches a webhook off or on, after a question. */
export function SwitchWebhook({ organization, webhook, onClose }: ChangeProps) {
  const refresh = useRefresh();
  const toast = useToast();
  const name = webhookName(webhook);
  const to = webhook.enabled ? "off" : "on";
  async function act() {
    const params = { path: { organization, webhookId: webhook.id }, header: { "If-Match": webhook.etag } };
    try {
      await answered(
        calls.PATCH("/api/v1/organizations/{organization}/webhooks/{webhookId}", {
          params,
          body: { enabled: !webhook.enabled },
        }),
      );
      toast(say(`${to}.done`, { name }));
    } finally {
      // After a refusal as well: somebody else may have switched it.
      await refresh();
    }
  }
  return (
    <Confirm
      title={say(`${to}.title`, { name })}
      action={say(`${to}.open`)}
      busyAction={say(`${to}.busy`)}
      danger={webhook.enabled}
      act={act}
      onClose={onClose}
    >
      <p>{say(`${to}.why`)}</p>
    </Confirm>
  );
}

/** Deletes a webhook with its log, after a question. */
export function DeleteWebhook({ organization, webhook, onClose }: ChangeProps) {
  const refresh = useRefresh();
  const toast = useToast();
  const name = webhookName(webhook);
  async function act() {
    const params = { path: { organization, webhookId: webhook.id }, header: { "If-Match": webhook.etag } };
    await answered(calls.DELETE("/api/v1/organizations/{organization}/webhooks/{webhookId}", { params }));
    toast(say("drop.done", { name }));
    await refresh();
  }
  return (
    <Confirm
      title={say("drop.title", { name })}
      action={say("drop.open")}
      busyAction={say("drop.busy")}
      danger
      act={act}
      onClose={onClose}
    >
      <p>{say("drop.why")}</p>
    </Confirm>
  );
}
