import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { useLocation } from "wouter";
import type { FieldCode } from "../api/problem.ts";
import { api } from "../api/session.ts";
import { presetOf, presets } from "../providers/presets.ts";
import { Dialog, DialogForm } from "../ui/dialog.tsx";
import { ChangeRefused, fieldErrors } from "./change-refused.tsx";
import { useOrganization, useRefresh } from "./data.ts";
import { formPath } from "./overall.ts";
import { say } from "./texts/connections.ts";
import { errorText } from "./wrong.ts";

/** Begins a generic OpenID provider by its key and its name; the form asks for the rest. */
export function AddProvider({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} title={say("add.title")} onClose={onClose}>
      <Content onClose={onClose} />
    </Dialog>
  );
}

function Content({ onClose }: { onClose: () => void }) {
  const { code, name } = useOrganization();
  const [preset, setPreset] = useState("");
  const [typedLabel, setLabel] = useState<string | null>(null);
  const [ownKey, setOwnKey] = useState<string | null>(null);
  const [own, setOwn] = useState<Record<string, FieldCode>>({});
  const [, navigate] = useLocation();
  const refresh = useRefresh();
  const create = api.useMutation("post", "/api/v1/organizations/{organization}/connections", {
    onSuccess: async (made) => {
      navigate(formPath(made));
      await refresh();
    },
  });
  // The brand fills what was not typed.
  const label = typedLabel ?? presetOf(preset)?.name ?? "";
  const provider = ownKey ?? suggestKey(label);
  function submit() {
    const wrong = checkNew(provider, label.trim());
    setOwn(wrong);
    if (Object.keys(wrong).length > 0 || create.isPending) return;
    create.mutate({
      params: { path: { organization: code } },
      body: { provider, label: label.trim(), ...(preset !== "" && { preset }) },
    });
  }
  const refused = fieldErrors(create.error);
  const errors = { ...refused, ...own };
  const error = (pointer: string, field: "key" | "label") => {
    const is = errors[pointer];
    return is && errorText("openid", field, is);
  };
  return (
    <DialogForm
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>{say("cancel")}</Button>
          <Button type="submit" variant="filled" aria-disabled={create.isPending || undefined}>
            {say(create.isPending ? "add.submitting" : "add.submit")}
          </Button>
        </>
      }
    >
      {create.error && Object.keys(refused).length === 0 && <ChangeRefused problem={create.error} org={name} />}
      <p>{say("add.text")}</p>
      <NativeSelect
        data-autofocus
        label={say("add.preset")}
        value={preset}
        onChange={(event) => setPreset(event.currentTarget.value)}
        data={[
          { value: "", label: say("add.preset-other") },
          ...presets.map(({ key, name }) => ({ value: key, label: name })),
        ]}
      />
      <TextInput
        label={say("add.label")}
        description={say("add.label-hint")}
        maxLength={60}
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
        error={error("/label", "label")}
      />
      <TextInput
        label={say("add.key")}
        description={say("add.key-hint")}
        maxLength={31}
        autoCapitalize="off"
        spellCheck={false}
        value={provider}
        onChange={(event) => setOwnKey(event.currentTarget.value.trim())}
        error={error("/provider", "key")}
      />
    </DialogForm>
  );
}

/** "Partner login" gives "partner-login". */
export function suggestKey(label: string): string {
  return label
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, 31)
    .replace(/-+$/, "");
}

function checkNew(provider: string, label: string): Record<string, FieldCode> {
  return {
    ...(label === "" && { "/label": "required" as const }),
    ...(provider === "" ? { "/provider": "required" as const } : keyShape(provider)),
  };
}

function keyShape(provider: string): Record<string, FieldCode> {
  return /^[a-z][a-z0-9-]{1,30}$/.test(provider) ? {} : { "/provider": "format" };
}
