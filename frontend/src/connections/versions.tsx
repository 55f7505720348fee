import { Button, Group, Skeleton, Stack } from "@mantine/core";
import { useState } from "react";
import { api } from "../api/session.ts";
import { providerOf } from "../providers/providers.tsx";
import { longDay, shortTime } from "../text/time.ts";
import { who } from "../text/who.ts";
import { Failed } from "../ui/failed.tsx";
import { StateChip } from "../ui/state-chip.tsx";
import { useOrganization } from "./data.ts";
import { toDay } from "./days.ts";
import { Discard } from "./discard.tsx";
import { Restore } from "./restore.tsx";
import { type Connection, shortClientId, type Version } from "./states.ts";
import { say } from "./texts/connections.ts";

/** What the connection was and is: one click back to what worked. */
export function Versions({ connection }: { connection: Connection }) {
  return (
    <section className="card" id="versions" aria-labelledby="versions-title" ref={showIfAsked}>
      <header>
        <h2 id="versions-title">{say("versions.title")}</h2>
        <p>{say("versions.sentence")}</p>
      </header>
      <List connection={connection} />
    </section>
  );
}

/** The menu of a card leads here by the fragment. */
function showIfAsked(element: HTMLElement | null): void {
  if (location.hash === "#versions") element?.scrollIntoView();
}

function List({ connection }: { connection: Connection }) {
  const { code } = useOrganization();
  const versions = api.useQuery("get", "/api/v1/organizations/{organization}/connections/{connectionId}/versions", {
    params: { path: { organization: code, connectionId: connection.id } },
  });
  const [asking, setAsking] = useState<{ version: Version; about: "restore" | "discard" } | null>(null);
  const [open, setOpen] = useState(false);
  if (versions.error) return <Failed problem={versions.error} onAgain={versions.refetch} />;
  if (!versions.data) return <Skeleton h={240} mx="lg" my="md" />;
  if (versions.data.items.length === 0) return <Nothing />;
  function ask(version: Version, about: "restore" | "discard") {
    setAsking({ version, about });
    setOpen(true);
  }
  const dialog = (about: "restore" | "discard") => ({
    connection,
    open: open && asking?.about === about,
    onClose: () => setOpen(false),
  });
  return (
    <>
      <ul>
        {versions.data.items.map((version) => (
          <Item key={version.id} connection={connection} version={version} onAsk={ask} />
        ))}
      </ul>
      {asking && <Restore {...dialog("restore")} version={asking.version} />}
      {asking && <Discard {...dialog("discard")} version={asking.version} />}
    </>
  );
}

function Nothing() {
  return (
    <Stack gap="xs" px="pad" py="md">
      <h3>{say("versions.none")}</h3>
      <p className="muted">{say("versions.none-why")}</p>
    </Stack>
  );
}

interface ItemProps {
  connection: Connection;
  version: Version;
  onAsk: (version: Version, about: "restore" | "discard") => void;
}

const looks = {
  live: { bolt: "thrown", tone: "on" },
  passed: { bolt: "drawn", tone: "test" },
  draft: { bolt: "dashed", tone: "test" },
  retired: { bolt: "drawn", tone: "off" },
} as const;

function Item({ connection, version, onAsk }: ItemProps) {
  const isLive = connection.live?.id === version.id;
  const isDraft = connection.draft?.id === version.id;
  return (
    <li className="thing">
      <div>
        <Group gap="8px 12px">
          <b>{say("versions.number", { number: version.number })}</b>
          <StateChip {...looks[version.state]}>{say(`versions.${version.state}`)}</StateChip>
        </Group>
        <p className="small">
          <span className="mono">{shortClientId(providerOf(connection), version.clientId)}</span>
          <span className="muted">{secretText(version)}</span>
        </p>
        <p className="small muted">
          {say("versions.by", { when: shortTime(new Date(version.savedAt), new Date()), who: who(version.savedBy) })}
        </p>
      </div>
      {isDraft && <Button onClick={() => onAsk(version, "discard")}>{say("versions.discard")}</Button>}
      {version.passedAt && !isLive && !isDraft && (
        <Button
          aria-label={say("versions.restore-name", { number: version.number })}
          onClick={() => onAsk(version, "restore")}
        >
          {say("versions.restore")}
        </Button>
      )}
    </li>
  );
}

function secretText({ secretEndsIn, secretExpiresAt }: Version): string {
  const parts = [
    secretEndsIn && say("versions.secret", { end: `…${secretEndsIn}` }),
    secretExpiresAt && say("versions.expires", { date: longDay(toDay(secretExpiresAt)) }),
  ];
  return parts
    .filter(Boolean)
    .map((part) => `, ${part}`)
    .join("");
}
