import { Button } from "@mantine/core";
import { useState } from "react";
import { calls } from "../api/session.ts";
import { useRefresh } from "../shell/page.tsx";
import { useConfirmedChange } from "../stepup/use-confirmed-change.ts";
import { Dialog, DialogForm } from "../ui/dialog.tsx";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import { ShownOnce } from "./shown-once.tsx";
import { say } from "./texts/webhooks.ts";
import type { ChangeProps } from "./use-change.ts";
import { webhookName } from "./webhook.ts";

/** Gives a webhook another secret, after a question; both sign for a day. */
export function RotateSecret(props: ChangeProps) {
  const [secret, setSecret] = useState("");
  const name = webhookName(props.webhook);
  return (
    <Dialog
      open
      title={say(secret ? "once.title" : "rotate.title", { name })}
      onClose={() => secret || props.onClose()}
    >
      {secret ? (
        <ShownOnce secret={secret} rotated onClose={props.onClose} />
      ) : (
        <Question {...props} onMade={setSecret} />
      )}
    </Dialog>
  );
}

function Question({ organization, webhook, onMade, onClose }: ChangeProps & { onMade: (secret: string) => void }) {
  const refresh = useRefresh();
  const rotate = useConfirmedChange(
    (_: undefined) =>
      calls.POST("/api/v1/organizations/{organization}/webhooks/{webhookId}/secret", {
        params: { path: { organization, webhookId: webhook.id }, header: { "If-Match": webhook.etag } },
      }),
    {
      onSuccess: async (made) => {
        onMade(made.secret);
        await refresh();
      },
    },
  );
  return (
    <DialogForm
      onSubmit={() => rotate.isPending || rotate.mutate(undefined)}
      actions={
        <>
          <Button onClick={onClose}>{say("confirm.cancel")}</Button>
          <Button type="submit" variant="filled" data-autofocus aria-disabled={rotate.isPending || undefined}>
            {say(rotate.isPending ? "rotate.busy" : "rotate.open")}
          </Button>
        </>
      }
    >
      {Boolean(rotate.error) && <ProblemAlert problem={rotate.error} />}
      <p>{say("rotate.why")}</p>
    </DialogForm>
  );
}
