import { Box, Button, Skeleton } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import type { components } from "../api/schema.gen.ts";
import { api } from "../api/session.ts";
import { Failed } from "../ui/failed.tsx";
import { Icon } from "../ui/icons.tsx";
import { AddProvider } from "./add-provider.tsx";
import { BlankCard } from "./blank-card.tsx";
import { ConnectionCard } from "./connection-card.tsx";
import { useConnections, useOrganization } from "./data.ts";
import { isShownBefore, missingBrands, overallText, type Worst, worstOf } from "./overall.ts";
import { PolicyCard } from "./policy-card.tsx";
import { SignInGraph } from "./sign-in-graph.tsx";
import { say } from "./texts/connections.ts";

/** All providers of the organization and how each of them is (S8). */
export function Settings() {
  const { code } = useOrganization();
  const connections = useConnections(code);
  const policy = api.useQuery("get", "/api/v1/organizations/{organization}/sign-in-policy", {
    params: { path: { organization: code } },
  });
  const items = connections.data?.items;
  const worst = items && worstOf(items, new Date());
  return (
    <>
      <header className="page-head">
        <div>
          <h1>{say("sso.title")}</h1>
          <p className="muted">{items ? overallText(items, policy.data) : say("sso.loading")}</p>
        </div>
        {connections.data && <Actions mayAdd={connections.data.genericAllowed} />}
      </header>
      {worst && <WorstNotice worst={worst} />}
      <Cards connections={connections} />
      <div className="columns">
        <SignInGraph organization={code} />
        <PolicyCard policy={policy} />
      </div>
      <p className="small muted">
        {say("sso.docs-why")}{" "}
        <a className="link" href="/docs" hrefLang="en">
          {say("sso.docs")}
        </a>
      </p>
    </>
  );
}

/** A provider of their own only where the operator lets organizations bring one; what is told by a domain, everywhere. */
function Actions({ mayAdd }: { mayAdd: boolean }) {
  const [adding, setAdding] = useState(false);
  return (
    <div className="actions">
      <Button component={Link} href="/sso-settings/branding">
        {say("sso.branding")}
      </Button>
      <Button component={Link} href="/sso-settings/domains">
        {say("sso.domains")}
      </Button>
      {mayAdd && <Button onClick={() => setAdding(true)}>{say("sso.add")}</Button>}
      <AddProvider open={adding} onClose={() => setAdding(false)} />
    </div>
  );
}

function WorstNotice({ worst }: { worst: Worst }) {
  return (
    <div className={`notice ${worst.tone}`}>
      <Icon name="alert" />
      <p>
        <b>{worst.title}</b> {worst.why}
      </p>
      <p>
        <Link className="link" href={worst.link.path}>
          {worst.link.text}
        </Link>
      </p>
    </div>
  );
}

interface CardsProps {
  connections: { data?: components["schemas"]["Connections"]; error: unknown; refetch: () => void };
}

function Cards({ connections }: CardsProps) {
  if (connections.error)
    return (
      <section className="card" aria-label={say("sso.cards")}>
        <Failed problem={connections.error} onAgain={connections.refetch} />
      </section>
    );
  return (
    <Box
      component="section"
      className="columns"
      __vars={{ "--beside": "minmax(0, 1fr)" }}
      aria-label={say("sso.cards")}
      aria-busy={!connections.data}
    >
      {connections.data ? <Items items={connections.data.items} /> : <CardsToCome />}
    </Box>
  );
}

function Items({ items }: { items: components["schemas"]["Connection"][] }) {
  return (
    <>
      {items.map((connection) => (
        <ConnectionCard key={connection.id} connection={connection} isShown={isShownBefore(connection, items)} />
      ))}
      {missingBrands(items).map((provider) => (
        <BlankCard key={provider} provider={provider} />
      ))}
    </>
  );
}

function CardsToCome() {
  return (
    <>
      <Skeleton h={328} radius="md" />
      <Skeleton h={328} radius="md" />
    </>
  );
}
