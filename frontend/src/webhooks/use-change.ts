import { useState } from "react";
import type { components } from "../api/schema.gen.ts";
import { calls } from "../api/session.ts";
import { useRefresh } from "../shell/page.tsx";
import { useConfirmedChange } from "../stepup/use-confirmed-change.ts";
import { answered } from "../ui/confirm.tsx";
import { useToast } from "../ui/toasts.tsx";
import { say } from "./texts/webhooks.ts";
import { type Webhook, webhookName } from "./webhook.ts";

export interface ChangeProps {
  organization: string;
  webhook: Webhook;
  onClose: () => void;
}

/** Changes a webhook from the revision that the form was filled from; `load` begins anew from what somebody else saved. */
export function useChange({ organization, webhook, onClose }: ChangeProps, begin: (now: Webhook) => void) {
  const [etag, setEtag] = useState(webhook.etag);
  const refresh = useRefresh();
  const toast = useToast();
  const path = { organization, webhookId: webhook.id };
  const { mutate, isPending, error, reset } = useConfirmedChange(
    (body: components["schemas"]["WebhookChange"]) =>
      calls.PATCH("/api/v1/organizations/{organization}/webhooks/{webhookId}", {
        params: { path, header: { "If-Match": etag } },
        body,
      }),
    {
      onSuccess: async (now) => {
        onClose();
        toast(say("change.done", { name: webhookName(now) }));
        await refresh();
      },
    },
  );
  async function load() {
    const now = await answered(
      calls.GET("/api/v1/organizations/{organization}/webhooks/{webhookId}", { params: { path } }),
    );
    setEtag(now.etag);
    begin(now);
    reset();
  }
  return { mutate, isPending, error, load };
}
