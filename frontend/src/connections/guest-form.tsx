import { Button, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { publicCalls } from "../api/public.ts";
import type { components } from "../api/schema.gen.ts";
import { providerOf } from "../providers/providers.tsx";
import { providerTitle } from "../text/provider.ts";
import { timeInSentence } from "../text/time.ts";
import { answered } from "../ui/confirm.tsx";
import { fieldCode, isRefused } from "../ui/problem.ts";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import type { SignName } from "../ui/result-icons.tsx";
import { SaveBar } from "../ui/save-bar.tsx";
import { SecretInput } from "../ui/secret-input.tsx";
import { CheckChip, type Tone } from "../ui/state-chip.tsx";
import { CopyBlock } from "./copy-block.tsx";
import { toDay, toMoment } from "./days.ts";
import { described } from "./fields.ts";
import { say } from "./texts/guest.ts";
import { errorText, type FieldName, fieldId, fieldLabel, hintOf } from "./wrong.ts";

export type Page = components["schemas"]["SetupLinkPage"];
type Saved = components["schemas"]["SetupLinkSaved"];
type Sent = Omit<components["schemas"]["SetupLinkChange"], "token" | "etag">;

/** What only the provider knows; who may sign in is the super admins' to say. */
const ours = ["issuer", "tenant", "clientId", "clientSecret", "secretExpiresAt"] as const;
type Name = (typeof ours)[number];

interface GuestFormProps {
  token: string;
  page: Page;
  onSaved: (page: Page) => void;
  onReload: () => void;
}

/** What the provider gave, saved and checked in one step. */
export function GuestForm({ token, page, onSaved, onReload }: GuestFormProps) {
  const [typed, setTyped] = useState<Partial<Record<Name, string>>>({});
  const save = useMutation({
    mutationFn: (body: Sent) =>
      answered(publicCalls.POST("/api/v1/setup-link/application", { body: { token, etag: page.etag, ...body } })),
    onSuccess: ({ page: now }) => {
      setTyped({});
      onSaved(now);
    },
  });
  const { provider, label, saved } = page;
  const names = ours.filter((name) => providerOf(page).fields.includes(name) && !(page.isOn && !isOfSecret(name)));
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!save.isPending) save.mutate(bodyOf(typed));
  }
  return (
    <form className="card form" noValidate onSubmit={submit}>
      <CopyBlock connection={{ ...page, warnings: [] }} />
      <section aria-labelledby="given">
        <h2 id="given">{say("guest.given", { provider: providerTitle(provider, label) })}</h2>
        {saved && (
          <p className="muted">
            {say("guest.saved", { when: timeInSentence(new Date(saved.savedAt), new Date()), id: saved.clientId })}
          </p>
        )}
        {names.map((name) => (
          <Field
            key={name}
            page={page}
            name={name}
            value={typed[name] ?? savedValue(page, name)}
            problem={save.error}
            onType={(value) => setTyped({ ...typed, [name]: value })}
          />
        ))}
      </section>
      {save.data && <Checks saved={save.data} provider={providerTitle(provider, label)} />}
      <SaveBar>
        {save.error && <ProblemAlert problem={save.error} />}
        <Button type="submit" variant="filled" aria-disabled={save.isPending || undefined}>
          {say(save.isPending ? "guest.saving" : "guest.save")}
        </Button>
        {isRefused(save.error, "config_changed") && <Button onClick={onReload}>{say("guest.reload")}</Button>}
      </SaveBar>
    </form>
  );
}

interface FieldProps {
  page: Page;
  name: Name;
  value: string;
  problem: unknown;
  onType: (value: string) => void;
}

function Field({ page: { kind, saved }, name, value, problem, onType }: FieldProps) {
  const code = fieldCode(problem, `/${name}`);
  const look = code ? null : hintOf(kind, name, value);
  const Input = name === "clientSecret" ? SecretInput : TextInput;
  return (
    <Input
      id={fieldId(name)}
      {...(name === "secretExpiresAt" && { type: "date" })}
      label={fieldLabel(kind, name as FieldName)}
      error={code && errorText(kind, name, code)}
      description={look && errorText(kind, name, look)}
      placeholder={name === "clientSecret" && saved?.secretEndsIn ? `…${saved.secretEndsIn}` : undefined}
      {...(name !== "clientSecret" && { autoComplete: "off" })}
      autoCapitalize="off"
      spellCheck={false}
      className={name === "secretExpiresAt" ? undefined : "code-field"}
      value={value}
      onChange={(event) => {
        const text = event.currentTarget.value.trim();
        onType(name === "issuer" ? described(text) : text);
      }}
    />
  );
}

const looks: Record<
  Saved["checks"][number]["result"],
  { sign: SignName; tone: Tone; text: "passed" | "look-at" | "failed" | "not-reached" }
> = {
  passed: { sign: "passed", tone: "on", text: "passed" },
  info: { sign: "passed", tone: "on", text: "passed" },
  look: { sign: "open", tone: "test", text: "look-at" },
  failed: { sign: "failed", tone: "bad", text: "failed" },
  not_reached: { sign: "stopped", tone: "off", text: "not-reached" },
};

/** What was found, in a word for all of it and then one by one. */
function Checks({ saved: { checks, code }, provider }: { saved: Saved; provider: string }) {
  return (
    <section aria-live="polite">
      {code ? <ProblemAlert problem={{ code }} provider={provider} /> : <p>{say("guest.ok", { provider })}</p>}
      <Stack component="ul" gap="xs">
        {checks.map(({ name, result }) => {
          const { text, ...look } = looks[result];
          return (
            <li key={name}>
              <CheckChip {...look}>{say(`guest.${text}`)}</CheckChip> {say(checkText(name))}
            </li>
          );
        })}
      </Stack>
    </section>
  );
}

function checkText(name: Saved["checks"][number]["name"]) {
  switch (name) {
    case "discovery":
    case "keys":
    case "clock":
    case "public_address":
    case "credentials":
      return `guest.check-${name}` as const;
  }
  return "guest.check-other";
}

function isOfSecret(name: Name): boolean {
  return name === "clientSecret" || name === "secretExpiresAt";
}

function savedValue({ saved }: Page, name: Name): string {
  if (!saved || name === "clientSecret") return "";
  if (name === "secretExpiresAt") return toDay(saved.secretExpiresAt);
  return saved[name] ?? "";
}

/** What was typed, as the API takes it. */
function bodyOf({ secretExpiresAt, ...texts }: Partial<Record<Name, string>>): Sent {
  return {
    ...Object.fromEntries(Object.entries(texts).filter(([name, value]) => value !== "" || name === "tenant")),
    ...(secretExpiresAt !== undefined && { secretExpiresAt: secretExpiresAt ? toMoment(secretExpiresAt) : null }),
  };
}
