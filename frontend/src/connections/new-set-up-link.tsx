import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { calls } from "../api/session.ts";
import { useConfirmedChange } from "../stepup/use-confirmed-change.ts";
import { longDay } from "../text/time.ts";
import { CopyField } from "../ui/copy-field.tsx";
import { Dialog, DialogForm } from "../ui/dialog.tsx";
import { fieldError } from "../ui/problem.ts";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import { useOrganization, useRefresh } from "./data.ts";
import { toDay } from "./days.ts";
import { type LinkDialogProps, type MadeSetUpLink, setUpLinks } from "./set-up-link.ts";
import { say } from "./texts/guest.ts";

interface NewSetUpLinkProps extends LinkDialogProps {
  /** Whether the server sends mail; unknown until the list is there. */
  canMail: boolean | undefined;
}

/** Made, with the address that it was mailed to, "" if none. */
type Made = MadeSetUpLink & { mailTo: string };

/** Makes a link and shows it once: nobody can read it later. */
export function NewSetUpLink({ connection, canMail, onClose }: NewSetUpLinkProps) {
  const [made, setMade] = useState<Made | null>(null);
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

function Form({ connection, canMail, onMade, onClose }: NewSetUpLinkProps & { onMade: (made: Made) => void }) {
  const { code, name } = useOrganization();
  const [guest, setGuest] = useState("");
  const [mailTo, setMailTo] = useState("");
  const refresh = useRefresh();
  const make = useConfirmedChange(
    (body: { guest: string; mailTo?: string }) =>
      calls.POST(setUpLinks, { params: { path: { organization: code, connectionId: connection.id } }, body }),
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
