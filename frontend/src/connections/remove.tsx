import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useLocation } from "wouter";
import { api } from "../api/session.ts";
import { Dialog, DialogForm } from "../ui/dialog.tsx";
import { useToast } from "../ui/toasts.tsx";
import { ChangeRefused, fieldErrors } from "./change-refused.tsx";
import { changeOf, useOrganization, useRefresh } from "./data.ts";
import { Impact, useImpact } from "./impact.tsx";
import { say } from "./texts/connections.ts";
import type { AskingProps } from "./turn-off.tsx";

/** Asks for the organization's name before a connection is removed (S11). */
export function Remove({ connection, title, open, onClose }: AskingProps) {
  return (
    <Dialog open={open} title={say("remove.title", { name: title })} onClose={onClose}>
      <Content connection={connection} title={title} onClose={onClose} />
    </Dialog>
  );
}

function Content({ connection, title, onClose }: Omit<AskingProps, "open">) {
  const { code, name: org } = useOrganization();
  const [confirm, setConfirm] = useState("");
  const [isWrong, setWrong] = useState(false);
  const impact = useImpact(connection.id);
  const [, navigate] = useLocation();
  const refresh = useRefresh();
  const toast = useToast();
  const remove = api.useMutation("post", "/api/v1/organizations/{organization}/connections/{connectionId}/remove", {
    onSuccess: async () => {
      onClose();
      toast(say("remove.done", { name: title }));
      navigate("/sso-settings");
      await refresh();
    },
  });
  function submit() {
    setWrong(confirm.trim() !== org);
    if (confirm.trim() === org && !remove.isPending)
      remove.mutate({ params: changeOf(code, connection), body: { confirm: org } });
  }
  const refused = fieldErrors(remove.error)["/confirm"] !== undefined;
  return (
    <DialogForm
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>{say("cancel")}</Button>
          <Button type="submit" variant="filled" color="bad" aria-disabled={remove.isPending || undefined}>
            {say(remove.isPending ? "remove.acting" : "remove.act")}
          </Button>
        </>
      }
    >
      {remove.error && !refused && <ChangeRefused problem={remove.error} org={org} />}
      <p>{say("remove.text")}</p>
      <Impact impact={impact} sessions="remove" />
      <TextInput
        data-autofocus
        label={say("remove.confirm", { org })}
        autoComplete="off"
        value={confirm}
        onChange={(event) => setConfirm(event.currentTarget.value)}
        error={(isWrong || refused) && say("wrong.confirm", { org })}
      />
    </DialogForm>
  );
}
