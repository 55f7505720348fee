import { Button, Checkbox } from "@mantine/core";
import { useState } from "react";
import { api } from "../api/session.ts";
import { Dialog, DialogForm } from "../ui/dialog.tsx";
import { useToast } from "../ui/toasts.tsx";
import { ChangeRefused } from "./change-refused.tsx";
import { changeOf, useOrganization, useRefresh } from "./data.ts";
import { Impact, useImpact } from "./impact.tsx";
import type { Connection } from "./states.ts";
import { say } from "./texts/connections.ts";

export interface AskingProps {
  connection: Connection;
  /** The provider's name for super admins. */
  title: string;
  open: boolean;
  onClose: () => void;
}

/** Asks before a connection is turned off, and says whom that leaves without a sign-in method (S11). */
export function TurnOff({ connection, title, open, onClose }: AskingProps) {
  return (
    <Dialog open={open} title={say("turn-off.title", { name: title })} onClose={onClose}>
      <Content connection={connection} title={title} onClose={onClose} />
    </Dialog>
  );
}

function Content({ connection, title, onClose }: Omit<AskingProps, "open">) {
  const { code, name } = useOrganization();
  const [keepSessions, setKeepSessions] = useState(false);
  const impact = useImpact(connection.id);
  const refresh = useRefresh();
  const toast = useToast();
  const disable = api.useMutation("post", "/api/v1/organizations/{organization}/connections/{connectionId}/disable", {
    onSuccess: async () => {
      onClose();
      toast(say("turn-off.done", { name: title }));
      await refresh();
    },
  });
  return (
    <DialogForm
      onSubmit={() =>
        !disable.isPending && disable.mutate({ params: changeOf(code, connection), body: { keepSessions } })
      }
      actions={
        <>
          <Button data-autofocus onClick={onClose}>
            {say("cancel")}
          </Button>
          <Button type="submit" variant="filled" color="bad" aria-disabled={disable.isPending || undefined}>
            {say(disable.isPending ? "turn-off.acting" : "turn-off.act")}
          </Button>
        </>
      }
    >
      {disable.error && <ChangeRefused problem={disable.error} org={name} />}
      <p>{say("turn-off.text")}</p>
      <Impact impact={impact} sessions={keepSessions ? null : "turn-off"} />
      {impact.data && impact.data.sessions !== 0 && (
        <Checkbox
          label={say("turn-off.keep")}
          checked={keepSessions}
          onChange={(event) => setKeepSessions(event.currentTarget.checked)}
        />
      )}
    </DialogForm>
  );
}
