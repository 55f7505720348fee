import { Button, Group, Skeleton } from "@mantine/core";
import { useState } from "react";
import { api } from "../api/session.ts";
import { providerTitle } from "../text/provider.ts";
import { timeInSentence } from "../text/time.ts";
import { who } from "../text/who.ts";
import { Failed } from "../ui/failed.tsx";
import type { SignName } from "../ui/result-icons.tsx";
import { CheckChip, type Tone } from "../ui/state-chip.tsx";
import { useOrganization } from "./data.ts";
import { NewSetUpLink } from "./new-set-up-link.tsx";
import { RevokeSetUpLink } from "./revoke-set-up-link.tsx";
import { setUpLinks as path, type SetUpLink } from "./set-up-link.ts";
import type { Connection } from "./states.ts";
import { say } from "./texts/guest.ts";

/** Hands the provider's part to somebody who has no account here. */
export function SetUpLinks({ connection }: { connection: Connection }) {
  const { code } = useOrganization();
  const [isMaking, setMaking] = useState(false);
  const [revoked, setRevoked] = useState<SetUpLink | null>(null);
  const params = { path: { organization: code, connectionId: connection.id } };
  const links = api.useQuery("get", path, { params });
  return (
    <section className="card" aria-labelledby="set-up-links">
      <header>
        <h2 id="set-up-links">{say("link.title")}</h2>
        <p>{say("link.sentence", { provider: providerTitle(connection.provider, connection.label) })}</p>
      </header>
      {links.error && <Failed problem={links.error} onAgain={links.refetch} />}
      {links.isPending && <Skeleton h={60} mx="lg" my="md" />}
      {links.data && links.data.items.length > 0 && (
        <ul>
          {links.data.items.map((link) => (
            <Item key={link.id} link={link} onRevoke={() => setRevoked(link)} />
          ))}
        </ul>
      )}
      <Group px="pad" py="md">
        <Button onClick={() => setMaking(true)}>{say("link.make")}</Button>
      </Group>
      {isMaking && <NewSetUpLink connection={connection} canMail={links.data?.mail} onClose={() => setMaking(false)} />}
      {revoked && <RevokeSetUpLink connection={connection} link={revoked} onClose={() => setRevoked(null)} />}
    </section>
  );
}

const looks: Record<SetUpLink["state"], { sign: SignName; tone: Tone }> = {
  waiting: { sign: "open", tone: "off" },
  opened: { sign: "open", tone: "test" },
  done: { sign: "passed", tone: "on" },
  revoked: { sign: "stopped", tone: "off" },
  withdrawn: { sign: "stopped", tone: "off" },
  expired: { sign: "stopped", tone: "off" },
};

function Item({ link, onRevoke }: { link: SetUpLink; onRevoke: () => void }) {
  const { guest, state, createdBy, createdAt, openedAt, endedAt } = link;
  const at = endedAt ?? (state === "opened" ? openedAt : null);
  const said = { who: who(createdBy), when: timeInSentence(new Date(createdAt), new Date()) };
  const works = state === "waiting" || state === "opened";
  return (
    <Group component="li" justify="space-between" px="pad" py="sm">
      <div>
        <Group gap="xs">
          <b dir="auto">{guest || say("link.nobody")}</b>
          <CheckChip {...looks[state]}>{say(`link.${state}`)}</CheckChip>
          {at && <span className="small muted">{timeInSentence(new Date(at), new Date())}</span>}
        </Group>
        <p className="small muted">{say("link.by", said)}</p>
        {state === "withdrawn" && <p className="small muted">{say("link.withdrawn-why", { who: said.who })}</p>}
      </div>
      {works && (
        <Button onClick={onRevoke} aria-label={say("link.revoke-of", { guest: guest || say("link.nobody") })}>
          {say("link.revoke")}
        </Button>
      )}
    </Group>
  );
}
