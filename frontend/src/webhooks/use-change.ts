import type { components } from "../api/schema.gen.ts";
import { calls } from "../api/session.ts";
import { useRevisedChange } from "../stepup/use-revised-change.ts";
import { say } from "./texts/webhooks.ts";
import { type Webhook, webhookName } from "./webhook.ts";

export interface ChangeProps {
  organization: string;
  webhook: Webhook;
  onClose: () => void;
}

/** Changes a webhook. */
export function useChange({ organization, webhook, onClose }: ChangeProps, begin: (now: Webhook) => void) {
  const path = { organization, webhookId: webhook.id };
  return useRevisedChange({
    etag: webhook.etag,
    save: (body: components["schemas"]["WebhookChange"], etag) =>
      calls.PATCH("/api/v1/organizations/{organization}/webhooks/{webhookId}", {
        params: { path, header: { "If-Match": etag } },
        body,
      }),
    read: () => calls.GET("/api/v1/organizations/{organization}/webhooks/{webhookId}", { params: { path } }),
    begin,
    said: (now) => say("change.done", { name: webhookName(now) }),
    onClose,
  });
}
