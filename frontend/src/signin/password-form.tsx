/** @jsxImportSource preact */
import { useRef, useState } from "preact/hooks";
import type { Refusal } from "../api/problem.ts";
import { go } from "../browser/go.ts";
import { ownPath, remember, returnPath, typedEmail } from "../browser/memory.ts";
import { post } from "./call.ts";
import { Field, PasswordField, Submit, valuesOf } from "./field.tsx";
import type { SignInPage } from "./page.ts";
import { pathOf } from "./place.ts";
import { fieldError } from "./provider-texts.ts";
import { say } from "./texts/login.ts";

interface PasswordFormProps {
  page: SignInPage;
  refusal: Refusal | null;
  onRefusal: (refusal: Refusal | null) => void;
}

/** E-mail and password. */
export function PasswordForm({ page: { organization, mail }, refusal, onRefusal }: PasswordFormProps) {
  const [busy, setBusy] = useState(false);
  const going = useRef(false);
  const [email] = useState(typedEmail.take);

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    if (going.current) return;
    const value = valuesOf(event.currentTarget as HTMLFormElement);
    const typed = { email: value("email").trim(), password: value("password") };
    const missing = missingIn(typed);
    if (missing) return onRefusal(missing);
    going.current = true;
    setBusy(true);
    onRefusal(null);
    const answer = await post("/api/v1/sign-in/password", {
      organization: organization.code,
      ...typed,
      returnTo: ownPath(returnPath.read()),
    });
    if (answer.ok) {
      remember(organization);
      go.to(ownPath(answer.data.returnTo));
      return;
    }
    going.current = false;
    setBusy(false);
    onRefusal(answer.refusal);
  }

  return (
    <form class="stack" onSubmit={submit} noValidate>
      <Field
        name="email"
        label={say("signin.email")}
        type="email"
        autocomplete="username"
        autocapitalize="off"
        defaultValue={email ?? ""}
        error={fieldError(refusal?.fields["/email"], "email")}
      />
      <PasswordField
        name="password"
        label={say("signin.password")}
        autocomplete="current-password"
        error={fieldError(refusal?.fields["/password"])}
      />
      {mail && (
        <a class="forgot" href={pathOf.forgot(organization.code)} onClick={leaveTyped}>
          {say("signin.forgot")}
        </a>
      )}
      <Submit label={say("signin.submit")} busyLabel={say("signin.busy")} busy={busy} />
    </form>
  );
}

/** What stands in the e-mail field goes along to the page for a forgotten password, and never into its address. */
function leaveTyped({ currentTarget }: { currentTarget: HTMLElement }) {
  const form = currentTarget.closest("form");
  if (form) typedEmail.leave(valuesOf(form)("email").trim());
}

/** The refusal of a form with empty fields, in the form the server would give it; null if none is empty. */
export function missingIn(typed: object): Refusal | null {
  const empty = Object.entries(typed).filter(([, value]) => value === "");
  if (empty.length === 0) return null;
  return { code: "validation_failed", fields: Object.fromEntries(empty.map(([name]) => [`/${name}`, "required"])) };
}
