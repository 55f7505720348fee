/** @jsxImportSource preact */
import { useState } from "preact/hooks";
import type { Refusal } from "../../api/problem.ts";
import { speaker } from "../../text/say.ts";
import { Field, PasswordField, Submit, valuesOf } from "../field.tsx";
import type { PendingLink } from "../page.ts";
import { missingIn } from "../password-form.tsx";
import { brand, fieldError } from "../provider-texts.ts";
import common from "../texts/login.en.json";
import { type Proof, Proofs } from "./link-proofs.tsx";
import { Roles } from "./link-roles.tsx";
import { CodeField, useCode } from "./mailed-code.tsx";
import { backToSignIn } from "./paths.ts";
import texts from "./texts/link.en.json";

const say = speaker({ ...common, ...texts });

/** What is sent to prove the account: its address where one may be typed, and a password or a code. */
export interface Proven {
  email?: string;
  password?: string;
  code?: string;
  role?: string;
}

interface LinkFormProps {
  pending: PendingLink;
  refusal: Refusal | null;
  busy: boolean;
  onRefusal: (refusal: Refusal | null) => void;
  onProve: (proven: Proven) => void;
}

/** Whether anybody could prove an account here. It says nothing about this person. */
export function canProve({ proofs, email, emailEditable, providerEmail }: PendingLink): boolean {
  return proofs.length > 0 && (emailEditable || email !== null || providerEmail !== null);
}

/** The proof: the password of the existing account, or a code that is mailed to it. */
export function LinkForm({ pending, refusal, busy, onRefusal, onProve }: LinkFormProps) {
  const { organization, provider, providerLabel, email, emailEditable, providerEmail, proofs } = pending;
  const names = { org: organization.name, provider: brand(provider, providerLabel) };
  const [chosen, setChosen] = useState<Proof>(proofs.includes("password") ? "password" : "code");
  const code = useCode(onRefusal);
  const asksForCode = chosen === "code" && !code.isAsked;

  function submit(event: SubmitEvent) {
    event.preventDefault();
    if (busy || code.isSending) return;
    const value = valuesOf(event.currentTarget as HTMLFormElement);
    const whose = { ...(emailEditable && { email: value("email").trim() }) };
    const role = pending.roles.length > 0 ? value("role") : "";
    const proof: Proven = chosen === "code" ? { code: value("code").trim() } : { password: value("password") };
    const missing = missingIn({ ...whose, ...(!asksForCode && proof) });
    if (missing) onRefusal(missing);
    else if (asksForCode) code.send(whose);
    else onProve({ ...whose, ...proof, ...(role && { role }) });
  }
  function choose(proof: Proof) {
    onRefusal(null);
    setChosen(proof);
  }

  return (
    <form class="stack" onSubmit={submit} noValidate>
      <Field
        name="email"
        label={say("link.email", names)}
        hint={emailEditable ? undefined : say("link.fixed", names)}
        error={fieldError(refusal?.fields["/email"], "email")}
        type="text"
        inputMode="email"
        autocomplete="username"
        autocapitalize="off"
        spellcheck={false}
        readOnly={!emailEditable}
        defaultValue={email ?? (emailEditable ? "" : (providerEmail ?? ""))}
      />
      {proofs.length > 1 && <Proofs org={organization.name} chosen={chosen} onChoose={choose} />}
      {chosen === "password" && (
        <PasswordField
          name="password"
          label={say("link.password", names)}
          error={fieldError(refusal?.fields["/password"])}
          autocomplete="current-password"
        />
      )}
      {asksForCode && <p class="small muted">{say("link.code-why", names)}</p>}
      {chosen === "code" && code.isAsked && (
        <CodeField code={code} whose={emailEditable} error={fieldError(refusal?.fields["/code"])} />
      )}
      {pending.roles.length > 0 && <Roles roles={pending.roles} />}
      <div class="stack tight">
        {asksForCode ? (
          <Submit label={say("link.send")} busyLabel={say("link.sending")} busy={code.isSending} />
        ) : (
          <Submit label={say("link.submit")} busyLabel={say("link.busy")} busy={busy} />
        )}
        <a class="btn quiet wide" href={backToSignIn(organization.code)}>
          {say("link.cancel")}
        </a>
      </div>
    </form>
  );
}
