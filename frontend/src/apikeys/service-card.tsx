import { Button } from "@mantine/core";
import { useState } from "react";
import { enumerated } from "../text/lists.ts";
import { shortTime } from "../text/time.ts";
import { who } from "../text/who.ts";
import { CopyField } from "../ui/copy-field.tsx";
import { Fact } from "../ui/fact.tsx";
import { Icon } from "../ui/icons.tsx";
import { CheckChip } from "../ui/state-chip.tsx";
import { ChangeService } from "./change-service.tsx";
import { FederationDialog } from "./federation.tsx";
import { PrivateKeyDialog } from "./private-key.tsx";
import { RevokeService } from "./revoke-service.tsx";
import { Secrets } from "./secrets.tsx";
import { canCall, expiresSoon, lastUse, type Service } from "./service.ts";
import { say } from "./texts/keys.ts";

interface ServiceCardProps {
  organization: string;
  service: Service;
}

const dialogs = { change: ChangeService, federation: FederationDialog, keys: PrivateKeyDialog, revoke: RevokeService };

/** One service: what it may, when it was used, what it proves itself by. */
export function ServiceCard({ organization, service }: ServiceCardProps) {
  const [open, setOpen] = useState<keyof typeof dialogs | null>(null);
  const Open = open && dialogs[open];
  const name = <span className="vh"> {service.name}</span>;
  return (
    <section className="card" aria-labelledby={service.id}>
      <header>
        <h2 id={service.id} dir="auto">
          {service.name}
        </h2>
        <State service={service} />
      </header>
      <Facts service={service} />
      <div className="card-body">
        {!service.creatorActive && (
          <div className="notice warn">
            <Icon name="alert" />
            <p>{say("fact.gone", { who: who(service.createdBy) })}</p>
          </div>
        )}
        <Secrets organization={organization} service={service} />
        <details>
          <summary>
            {say("fact.client-id")}, {say("fact.token-url")}
          </summary>
          <CopyField label={say("fact.client-id")} value={service.id} />
          <CopyField label={say("fact.token-url")} value={service.tokenUrl} />
        </details>
        <div className="actions">
          <Button onClick={() => setOpen("change")}>
            {say("change.open")}
            {name}
          </Button>
          <Button onClick={() => setOpen("federation")}>
            {say(service.federation ? "fed.change" : "fed.set")}
            {name}
          </Button>
          <Button onClick={() => setOpen("keys")}>
            {say(service.keys ? "jwt.change" : "jwt.set")}
            {name}
          </Button>
          <Button color="bad" onClick={() => setOpen("revoke")}>
            {say("revoke.open")}
            {name}
          </Button>
        </div>
      </div>
      {Open && <Open organization={organization} service={service} onClose={() => setOpen(null)} />}
    </section>
  );
}

function State({ service }: { service: Service }) {
  if (!canCall(service))
    return (
      <CheckChip sign="failed" tone="bad">
        {say("state.none")}
      </CheckChip>
    );
  const now = new Date();
  if (service.secrets.some((secret) => expiresSoon(secret, now)))
    return (
      <CheckChip sign="look" tone="warn">
        {say("state.soon")}
      </CheckChip>
    );
  return (
    <CheckChip sign="passed" tone="on">
      {say("state.ready")}
    </CheckChip>
  );
}

function Facts({ service }: { service: Service }) {
  const { scopes, keys, federation, createdAt, createdBy } = service;
  const when = shortTime(new Date(createdAt), new Date());
  return (
    <dl className="facts small">
      <Fact name={say("fact.scopes")}>
        <bdi className="mono">{enumerated(scopes)}</bdi>
      </Fact>
      <Fact name={say("fact.used")}>{lastUse(service)}</Fact>
      <Fact name={say("fact.made")}>{say("fact.made-by", { when, who: who(createdBy) })}</Fact>
      {federation && (
        <Fact name={say("fed.title")}>
          <bdi className="mono">{federation.issuer}</bdi>
          <bdi className="mono">{federation.subject}</bdi>
        </Fact>
      )}
      {keys && (
        <Fact name={say("fact.keys")}>
          {keys.jwksUri ? say("fact.keys-at", { address: keys.jwksUri }) : say("fact.keys-own")}
        </Fact>
      )}
    </dl>
  );
}
