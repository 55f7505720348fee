import { Button, Group, Skeleton, TextInput } from "@mantine/core";
import { useState } from "react";
import type { components } from "../api/schema.gen.ts";
import { api, calls } from "../api/session.ts";
import { useConfirmedChange } from "../stepup/use-confirmed-change.ts";
import { providerTitle } from "../text/provider.ts";
import { longDay, timeInSentence } from "../text/time.ts";
import { who } from "../text/who.ts";
import { answered, Confirm } from "../ui/confirm.tsx";
import { CopyField } from "../ui/copy-field.tsx";
import { Dialog, DialogForm } from "../ui/dialog.tsx";
import { Failed } from "../ui/failed.tsx";
import { fieldError } from "../ui/problem.ts";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import type { SignName } from "../ui/result-icons.tsx";
import { CheckChip, type Tone } from "../ui/state-chip.tsx";
import { useToast } from "../ui/toasts.tsx";
import { useOrganization, useRefresh } from "./data.ts";
import { toDay } from "./days.ts";
import type { Connection } from "./states.ts";
import { say } from "./texts/guest.ts";

type Link = components["schemas"]["SetupLink"];
type Made = components["schemas"]["MadeSetupLink"];

const path = "/api/v1/organizations/{organization}/connections/{connectionId}/setup-links";

/** Hands the provider's part to somebody who has no account here. */
export function SetUpLinks({ connection }: { connection: Connection }) {
  const { code } = useOrganization();
  const [isMaking, setMaking] = useState(false);
  const [revoked, setRevoked] = useState<Link | null>(null);
  const params = { path: { organization: code, connectionId: connection.id } };
  const links = api.useQuery("get", path, { params });
  return (
    <section className="card" aria-labelledby="set-up-links">
      <header>
        <h2 id="set-up-links">{say("link.title")}</h2>
        <p>{say("link.sentence", { provider: providerTitle(connection.provider, connection.label) })}</p>
      </header>
      {links.error && <Failed problem={links.error} again={say("link.again")} onAgain={links.refetch} />}
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
      {isMaking && <NewLink connection={connection} canMail={links.data?.mail} onClose={() => setMaking(false)} />}
      {revoked && <Revoke connection={connection} link={revoked} onClose={() => setRevoked(null)} />}
    </section>
  );
}

const looks: Record<Link["state"], { sign: SignName; tone: Tone }> = {
  waiting: { sign: "open", tone: "off" },
  opened: { sign: "open", tone: "test" },
  done: { sign: "passed", tone: "on" },
  revoked: { sign: "stopped", tone: "off" },
  expired: { sign: "stopped", tone: "off" },
};

function Item({ link, onRevoke }: { link: Link; onRevoke: () => void }) {
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
      </div>
      {works && (
        <Button onClick={onRevoke} aria-label={say("link.revoke-of", { guest: guest || say("link.nobody") })}>
          {say("link.revoke")}
        </Button>
      )}
    </Group>
  );
}

interface AskingProps {
  connection: Connection;
  onClose: () => void;
}

interface MakingProps extends AskingProps {
  canMail: boolean | undefined;
}

function NewLink({ connection, canMail, onClose }: MakingProps) {
  const [made, setMade] = useState<(Made & { mailTo: string }) | null>(null);
  const day = made && longDay(toDay(made.link.expiresAt));
  return (
    <Dialog open title={say(made ? "link.title" : "link.make")} onClose={() => made || onClose()}>
      {made && day ? (
        <DialogForm
          onSubmit={onClose}
          actions={
            <Button type="submit" variant="filled">
              {say("link.kept")}
            </Button>
          }
        >
          <p>{made.mailTo ? say("link.mailed", { email: made.mailTo, day }) : say("link.once", { day })}</p>
          <CopyField label={say("link.link")} value={made.url} />
        </DialogForm>
      ) : (
        <Form connection={connection} canMail={canMail} onMade={setMade} onClose={onClose} />
      )}
    </Dialog>
  );
}

function Form({
  connection,
  canMail,
  onMade,
  onClose,
}: MakingProps & { onMade: (made: Made & { mailTo: string }) => void }) {
  const { code, name } = useOrganization();
  const [guest, setGuest] = useState("");
  const [mailTo, setMailTo] = useState("");
  const refresh = useRefresh();
  const make = useConfirmedChange(
    (body: { guest: string; mailTo?: string }) =>
      calls.POST(path, { params: { path: { organization: code, connectionId: connection.id } }, body }),
    {
      onSuccess: async (made, { mailTo = "" }) => {
        onMade({ ...made, mailTo });
        await refresh();
      },
    },
  );
  const address = mailTo.trim();
  return (
    <DialogForm
      onSubmit={() => make.isPending || make.mutate({ guest: guest.trim(), ...(address && { mailTo: address }) })}
      actions={
        <>
          <Button onClick={onClose}>{say("confirm.cancel")}</Button>
          <Button type="submit" variant="filled" aria-disabled={make.isPending || undefined}>
            {say(make.isPending ? "link.making" : "link.make")}
          </Button>
        </>
      }
    >
      {make.error && <ProblemAlert problem={make.error} />}
      <p>{say("link.why", { org: name })}</p>
      <TextInput
        data-autofocus
        label={say("link.guest")}
        description={say("link.guest-hint")}
        maxLength={120}
        autoComplete="off"
        dir="auto"
        value={guest}
        onChange={(event) => setGuest(event.currentTarget.value)}
      />
      {canMail && (
        <TextInput
          type="email"
          label={say("link.mail-to")}
          description={say("link.mail-hint")}
          maxLength={254}
          autoComplete="off"
          dir="ltr"
          error={fieldError(make.error, "/mailTo")}
          value={mailTo}
          onChange={(event) => setMailTo(event.currentTarget.value)}
        />
      )}
    </DialogForm>
  );
}

function Revoke({ connection, link, onClose }: AskingProps & { link: Link }) {
  const { code } = useOrganization();
  const refresh = useRefresh();
  const toast = useToast();
  async function act() {
    const at = { organization: code, connectionId: connection.id, linkId: link.id };
    await answered(calls.DELETE(`${path}/{linkId}`, { params: { path: at } }));
    toast(say("link.revoke-done"));
    await refresh();
  }
  return (
    <Confirm
      title={say("link.revoke-title")}
      action={say("link.revoke")}
      busyAction={say("link.revoking")}
      danger
      act={act}
      onClose={onClose}
    >
      <p>{say("link.revoke-why")}</p>
    </Confirm>
  );
}
