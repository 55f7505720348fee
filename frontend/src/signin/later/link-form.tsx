/** @jsxImportSource preact */
import type { Refusal } from "../../api/problem.ts";
import { english } from "../../text/later/link.en.ts";
import { english as common } from "../../text/login.en.ts";
import { speaker } from "../../text/say.ts";
import { Field, PasswordField, Submit, valuesOf } from "../field.tsx";
import type { PendingLink } from "../page.ts";
import { missingIn } from "../password-form.tsx";
import { pathOf } from "../place.ts";
import { brand, fieldError } from "../words.ts";

const say = speaker({ ...common, ...english });

interface LinkFormProps {
  pending: PendingLink;
  refusal: Refusal | null;
  busy: boolean;
  onRefusal: (refusal: Refusal) => void;
  onProve: (form: HTMLFormElement) => void;
}

/** Whether anybody could prove an account here. It says nothing about this person. */
export function canProve({ proofs, email, emailEditable, providerEmail }: PendingLink): boolean {
  return proofs.includes("password") && (emailEditable || email !== null || providerEmail !== null);
}

/** The proof: the password of the existing account. */
export function LinkForm({ pending, refusal, busy, onRefusal, onProve }: LinkFormProps) {
  const { organization, provider, providerLabel, email, emailEditable, providerEmail } = pending;
  const names = { org: organization.name, provider: brand(provider, providerLabel) };

  function submit(event: SubmitEvent) {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const value = valuesOf(form);
    const missing = missingIn({ ...(emailEditable && { email: value("email").trim() }), password: value("password") });
    if (missing) onRefusal(missing);
    else onProve(form);
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
      <PasswordField
        name="password"
        label={say("link.password", names)}
        error={fieldError(refusal?.fields["/password"])}
        autocomplete="current-password"
      />
      <div class="stack tight stay">
        <Submit label={say("link.submit")} busyLabel={say("link.busy")} busy={busy} />
        <a class="btn quiet wide" href={pathOf.signIn(organization.code)}>
          {say("link.cancel")}
        </a>
      </div>
    </form>
  );
}
