import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useLocation } from "wouter";
import { api } from "../api/session.ts";
import { Dialog, DialogForm } from "../ui/dialog.tsx";
import { SecretInput } from "../ui/secret-input.tsx";
import { ChangeRefused, fieldErrors } from "./change-refused.tsx";
import { changeOf, useOrganization, useRefresh } from "./data.ts";
import { dayAfter, toMoment } from "./days.ts";
import { testPath } from "./overall.ts";
import { say } from "./texts/connections.ts";
import type { AskingProps } from "./turn-off.tsx";
import { errorText, hintOf } from "./wrong.ts";

const usualDays = 7;
const mostDays = 30;

/** Takes the new secret first and keeps trying the old one until a day, so that nobody is locked out meanwhile (S11). */
export function Rotate({ connection, title, open, onClose }: AskingProps) {
  return (
    <Dialog open={open} title={say("rotate.title", { name: title })} onClose={onClose}>
      <Content connection={connection} onClose={onClose} />
    </Dialog>
  );
}

function Content({ connection, onClose }: Pick<AskingProps, "connection" | "onClose">) {
  const { code, name } = useOrganization();
  const { kind } = connection;
  const [secret, setSecret] = useState("");
  const [expires, setExpires] = useState("");
  const [keep, setKeep] = useState(dayAfter(new Date(), usualDays));
  const [missing, setMissing] = useState(false);
  const [, navigate] = useLocation();
  const refresh = useRefresh();
  const save = api.useMutation("patch", "/api/v1/organizations/{organization}/connections/{connectionId}", {
    onSuccess: async () => {
      onClose();
      navigate(`${testPath(connection)}?start=1`);
      await refresh();
    },
  });
  function submit() {
    setMissing(secret === "");
    if (secret === "" || save.isPending) return;
    save.mutate({
      params: changeOf(code, connection),
      body: {
        clientSecret: secret,
        secretExpiresAt: expires ? toMoment(expires) : null,
        keepOldSecretUntil: keep ? toMoment(keep) : null,
      },
    });
  }
  const errors = fieldErrors(save.error);
  const secretError = missing ? "required" : (errors["/clientSecret"] ?? hintOf(kind, "clientSecret", secret));
  return (
    <DialogForm
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>{say("cancel")}</Button>
          <Button type="submit" variant="filled" aria-disabled={save.isPending || undefined}>
            {say(save.isPending ? "rotate.acting" : "rotate.act")}
          </Button>
        </>
      }
    >
      {save.error && Object.keys(errors).length === 0 && <ChangeRefused problem={save.error} org={name} />}
      <p>{say("rotate.text")}</p>
      <SecretInput
        data-autofocus
        label={say("rotate.secret")}
        value={secret}
        onChange={(event) => {
          setSecret(event.currentTarget.value.trim());
          setMissing(false);
        }}
        error={secretError && errorText(kind, "clientSecret", secretError)}
      />
      <TextInput
        type="date"
        label={say("field.optional", { label: say("field.secretExpiresAt") })}
        value={expires}
        onChange={(event) => setExpires(event.currentTarget.value)}
        error={errors["/secretExpiresAt"] && say("wrong.expiry.out_of_range")}
      />
      <TextInput
        type="date"
        label={say("rotate.keep")}
        description={say("rotate.keep-hint")}
        min={dayAfter(new Date(), 0)}
        max={dayAfter(new Date(), mostDays)}
        value={keep}
        onChange={(event) => setKeep(event.currentTarget.value)}
        error={errors["/keepOldSecretUntil"] && say("wrong.keep.out_of_range")}
      />
    </DialogForm>
  );
}
