import { useState } from "react";
import type { components } from "../api/schema.gen.ts";
import { calls } from "../api/session.ts";
import { useRefresh } from "../shell/page.tsx";
import { useConfirmedChange } from "../stepup/use-confirmed-change.ts";
import { Dialog } from "../ui/dialog.tsx";
import { ShownOnce } from "./shown-once.tsx";
import { say } from "./texts/webhooks.ts";
import { webhookName } from "./webhook.ts";
import { type WebhookDraft, WebhookForm } from "./webhook-form.tsx";

type Made = components["schemas"]["WebhookMade"];

/** Makes a webhook; its secret is shown until somebody says that it is kept. */
export function NewWebhook({ organization, onClose }: { organization: string; onClose: () => void }) {
  const [made, setMade] = useState<Made | null>(null);
  const title = made ? say("once.title", { name: webhookName(made.webhook) }) : say("make.open");
  return (
    <Dialog open title={title} onClose={() => made || onClose()}>
      {made ? (
        <ShownOnce secret={made.secret} onClose={onClose} />
      ) : (
        <Form organization={organization} onMade={setMade} onClose={onClose} />
      )}
    </Dialog>
  );
}

interface FormProps {
  organization: string;
  onMade: (made: Made) => void;
  onClose: () => void;
}

function Form({ organization, onMade, onClose }: FormProps) {
  const [draft, setDraft] = useState<WebhookDraft>({ url: "https://", description: "", types: [] });
  const refresh = useRefresh();
  const make = useConfirmedChange(
    (body: components["schemas"]["NewWebhook"]) =>
      calls.POST("/api/v1/organizations/{organization}/webhooks", { params: { path: { organization } }, body }),
    {
      onSuccess: async (made) => {
        onMade(made);
        await refresh();
      },
    },
  );
  return (
    <WebhookForm
      draft={draft}
      action={say("make.open")}
      busyAction={say("make.busy")}
      isPending={make.isPending}
      problem={make.error}
      onChange={setDraft}
      onSubmit={() => make.mutate({ ...draft, url: draft.url.trim(), description: draft.description.trim() })}
      onClose={onClose}
    />
  );
}
