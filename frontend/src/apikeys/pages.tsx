import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { api } from "../api/session.ts";
import { Page, useOrganization } from "../shell/page.tsx";
import { Empty, RowsToCome } from "../ui/empty.tsx";
import { FailedCard } from "../ui/failed.tsx";
import { NewService } from "./new-service.tsx";
import { ServiceCard } from "./service-card.tsx";
import { say } from "./texts/keys.ts";

/** The machines of the organization: what they may, and what they prove themselves by. */
export function ApiKeysPage() {
  const { code, name: org } = useOrganization();
  const [making, setMaking] = useState(false);
  return (
    <Page
      title={say("keys.title")}
      sentence={say("keys.sentence", { org })}
      actions={
        <Group className="actions" gap="md">
          <a className="link" href="/docs/call-the-api" hrefLang="en">
            {say("keys.docs")}
          </a>
          <Button variant="filled" onClick={() => setMaking(true)}>
            {say("make.open")}
          </Button>
        </Group>
      }
    >
      <List organization={code} />
      {making && <NewService organization={code} onClose={() => setMaking(false)} />}
    </Page>
  );
}

function List({ organization }: { organization: string }) {
  const services = api.useQuery("get", "/api/v1/organizations/{organization}/services", {
    params: { path: { organization } },
  });
  if (services.error) return <FailedCard problem={services.error} onAgain={services.refetch} />;
  if (!services.data)
    return (
      <>
        <p className="vh" role="status">
          {say("keys.loading")}
        </p>
        <section className="card" aria-hidden="true">
          <RowsToCome />
        </section>
      </>
    );
  const { items } = services.data;
  if (items.length === 0)
    return (
      <section className="card" aria-label={say("keys.list")}>
        <Empty title={say("keys.none")} why={say("keys.none-why")} />
      </section>
    );
  return items.map((service) => <ServiceCard key={service.id} organization={organization} service={service} />);
}
