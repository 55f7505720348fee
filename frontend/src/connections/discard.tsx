import { Button } from "@mantine/core";
import { api } from "../api/session.ts";
import { Dialog, DialogForm } from "../ui/dialog.tsx";
import { useToast } from "../ui/toasts.tsx";
import { ChangeRefused } from "./change-refused.tsx";
import { changeOf, useOrganization, useRefresh } from "./data.ts";
import type { VersionAskingProps } from "./restore.tsx";
import { say } from "./texts/connections.ts";

/** Asks before a version that was never used is thrown away (S11). */
export function Discard({ open, ...props }: VersionAskingProps) {
  return (
    <Dialog open={open} title={say("discard.title", { number: props.version.number })} onClose={props.onClose}>
      <Content {...props} />
    </Dialog>
  );
}

function Content({ connection, onClose }: Omit<VersionAskingProps, "open">) {
  const { code, name } = useOrganization();
  const refresh = useRefresh();
  const toast = useToast();
  const discard = api.useMutation("delete", "/api/v1/organizations/{organization}/connections/{connectionId}/draft", {
    onSuccess: async () => {
      onClose();
      toast(say("discard.done"));
      await refresh();
    },
  });
  const { live } = connection;
  return (
    <DialogForm
      onSubmit={() => !discard.isPending && discard.mutate({ params: changeOf(code, connection) })}
      actions={
        <>
          <Button data-autofocus onClick={onClose}>
            {say("cancel")}
          </Button>
          <Button type="submit" variant="filled" color="bad" aria-disabled={discard.isPending || undefined}>
            {say(discard.isPending ? "discard.acting" : "discard.act")}
          </Button>
        </>
      }
    >
      {discard.error && <ChangeRefused problem={discard.error} org={name} />}
      <p>{live ? say("discard.text-live", { live: live.number }) : say("discard.text")}</p>
    </DialogForm>
  );
}
