/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Refusal } from "../../api/problem.ts";
import { Note } from "../alert.tsx";
import { post } from "../call.ts";
import { Field, valuesOf } from "../field.tsx";
import type { Organization } from "../page.ts";
import { missingIn } from "../password-form.tsx";
import { fieldError } from "../provider-texts.ts";

interface MailMeProps {
  /** What is asked for. */
  path: "/api/v1/sign-in/password-reset" | "/api/v1/sign-in/bypass-link";
  organization: Organization;
  /** What is typed already. */
  email?: string;
  refusal: Refusal | null;
  onRefusal: (refusal: Refusal | null) => void;
  words: Record<"label" | "submit" | "busy" | "sent" | "other", string>;
  /** Another form of the page matters more. */
  second?: boolean;
  /** What to do if no mail comes to an address. */
  nothing: (email: string) => ComponentChildren;
}

/** Asks for a link by mail. The answer is the same for every address: whether one exists is told by mail alone. */
export function MailMe({ path, organization, email = "", refusal, onRefusal, words, second, nothing }: MailMeProps) {
  const [typed, setTyped] = useState(email);
  const [sent, setSent] = useState(false);
  const [busy, setBusy] = useState(false);
  const going = useRef(false);
  const said = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (sent) said.current?.focus();
  }, [sent]);

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    if (going.current) return;
    const address = valuesOf(event.currentTarget as HTMLFormElement)("mail-to").trim();
    setTyped(address);
    const missing = missingIn({ email: address });
    if (missing) return onRefusal(missing);
    going.current = true;
    setBusy(true);
    onRefusal(null);
    const answer = await post(path, { organization: organization.code, email: address });
    going.current = false;
    setBusy(false);
    if (answer.ok) setSent(true);
    else onRefusal(answer.refusal);
  }

  if (sent)
    return (
      <>
        <div tabIndex={-1} ref={said}>
          <Note>{words.sent}</Note>
        </div>
        <div class="small muted">{nothing(typed)}</div>
        <button class="btn wide" type="button" onClick={() => setSent(false)}>
          {words.other}
        </button>
      </>
    );
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <Field
        name="mail-to"
        label={words.label}
        type="email"
        autocomplete="username"
        autocapitalize="off"
        defaultValue={typed}
        error={fieldError(refusal?.fields["/email"], "email")}
      />
      <button class={second ? "btn wide" : "btn primary wide"} type="submit" aria-disabled={busy || undefined}>
        {busy ? words.busy : words.submit}
      </button>
    </form>
  );
}
