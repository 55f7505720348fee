import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { api } from "../api/session.ts";
import { Page, useOrganization } from "../shell/page.tsx";
import { Empty, RowsToCome } from "../ui/empty.tsx";
import { FailedCard } from "../ui/failed.tsx";
import { NewWebhook } from "./new-webhook.tsx";
import { say } from "./texts/webhooks.ts";
import { isSending } from "./webhook.ts";
import { WebhookCard } from "./webhook-card.tsx";

/** Where what happens in the organization is sent to, and whether it arrives. */
export function WebhooksPage() {
  const { code, name: org } = useOrganization();
  const [making, setMaking] = useState(false);
  return (
    <Page
      title={say("hooks.title")}
      sentence={say("hooks.sentence", { org })}
      actions={
        <Group className="actions" gap="md">
          <a className="link" href="/docs/events" hrefLang="en">
            {say("hooks.docs")}
          </a>
          <Button variant="filled" onClick={() => setMaking(true)}>
            {say("make.open")}
          </Button>
        </Group>
      }
    >
      <List organization={code} />
      {making && <NewWebhook organization={code} onClose={() => setMaking(false)} />}
    </Page>
  );
}

function List({ organization }: { organization: string }) {
  const webhooks = api.useQuery(
    "get",
    "/api/v1/organizations/{organization}/webhooks",
    { params: { path: { organization } } },
    // What waits arrives, or is refused in a way that turns the webhook off: the card says so without a new load.
    { refetchInterval: ({ state }) => (state.data?.items.some(isSending) ? 2_000 : false) },
  );
  if (webhooks.error) return <FailedCard problem={webhooks.error} onAgain={webhooks.refetch} />;
  if (!webhooks.data)
    return (
      <>
        <p className="vh" role="status">
          {say("hooks.loading")}
        </p>
        <section className="card" aria-hidden="true">
          <RowsToCome />
        </section>
      </>
    );
  const { items } = webhooks.data;
  if (items.length === 0)
    return (
      <section className="card" aria-label={say("hooks.title")}>
        <Empty title={say("hooks.none")} why={say("hooks.none-why")} />
      </section>
    );
  return items.map((webhook) => <WebhookCard key={webhook.id} organization={organization} webhook={webhook} />);
}
