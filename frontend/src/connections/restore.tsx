import { Button } from "@mantine/core";
import { calls } from "../api/session.ts";
import { useConfirmedChange } from "../stepup/use-confirmed-change.ts";
import { timeInSentence } from "../text/time.ts";
import { Dialog, DialogForm } from "../ui/dialog.tsx";
import { useToast } from "../ui/toasts.tsx";
import { ChangeRefused } from "./change-refused.tsx";
import { changeOf, useOrganization, useRefresh } from "./data.ts";
import type { Connection, Version } from "./states.ts";
import { say } from "./texts/connections.ts";

export interface VersionAskingProps {
  connection: Connection;
  version: Version;
  open: boolean;
  onClose: () => void;
}

/** Asks before sign-ins go back to an earlier version. */
export function Restore({ open, ...props }: VersionAskingProps) {
  return (
    <Dialog open={open} title={say("restore.title", { number: props.version.number })} onClose={props.onClose}>
      <Content {...props} />
    </Dialog>
  );
}

function Content({ connection, version, onClose }: Omit<VersionAskingProps, "open">) {
  const { code, name } = useOrganization();
  const refresh = useRefresh();
  const toast = useToast();
  const { path, header } = changeOf(code, connection);
  const restore = useConfirmedChange(
    (versionId: string) =>
      calls.POST("/api/v1/organizations/{organization}/connections/{connectionId}/versions/{versionId}/restore", {
        params: { path: { ...path, versionId }, header },
      }),
    {
      onSuccess: async () => {
        onClose();
        toast(say("versions.restored", { number: version.number }));
        await refresh();
      },
    },
  );
  const passed = version.passedAt ? timeInSentence(new Date(version.passedAt), new Date()) : "";
  return (
    <DialogForm
      onSubmit={() => restore.isPending || restore.mutate(version.id)}
      actions={
        <>
          <Button onClick={onClose}>{say("cancel")}</Button>
          <Button type="submit" variant="filled" data-autofocus aria-disabled={restore.isPending || undefined}>
            {say(restore.isPending ? "restore.acting" : "restore.act")}
          </Button>
        </>
      }
    >
      {restore.error && <ChangeRefused problem={restore.error} org={name} />}
      <p>{say("restore.text", { when: passed })}</p>
    </DialogForm>
  );
}
