import { useState } from "react";
import { Dialog } from "../ui/dialog.tsx";
import { say } from "./texts/webhooks.ts";
import { type ChangeProps, useChange } from "./use-change.ts";
import { type Webhook, webhookName } from "./webhook.ts";
import { WebhookForm } from "./webhook-form.tsx";

/** Changes where a webhook leads and what it gets. */
export function ChangeWebhook(props: ChangeProps) {
  return (
    <Dialog open title={say("change.title", { name: webhookName(props.webhook) })} onClose={props.onClose}>
      <Form {...props} />
    </Dialog>
  );
}

const draftOf = ({ url, description, types }: Webhook) => ({ url, description, types });

function Form(props: ChangeProps) {
  const [draft, setDraft] = useState(() => draftOf(props.webhook));
  const change = useChange(props, (now) => setDraft(draftOf(now)));
  return (
    <WebhookForm
      draft={draft}
      action={say("change.save")}
      busyAction={say("change.busy")}
      isPending={change.isPending}
      problem={change.error}
      onLoad={change.load}
      onChange={setDraft}
      onSubmit={() => change.mutate({ ...draft, url: draft.url.trim(), description: draft.description.trim() })}
      onClose={props.onClose}
    />
  );
}
