/** @jsxImportSource preact */
import type { GenericEventHandler, InputHTMLAttributes } from "preact";
import { useState } from "preact/hooks";
import { Icon } from "./icons.tsx";
import { say } from "./texts/login.ts";

interface InputProps {
  name: string;
  type?: "text" | "email" | "password";
  inputMode?: "email" | "numeric";
  autocomplete?: string;
  autocapitalize?: "off";
  spellcheck?: boolean;
  value?: string;
  defaultValue?: string | undefined;
  readOnly?: boolean;
  onInput?: GenericEventHandler<HTMLInputElement>;
}

export interface FieldProps extends InputProps {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
}

/** A label, its input, and a hint or what is wrong. */
export function Field({ label, hint, error, ...input }: FieldProps) {
  return (
    <div class="field">
      <label for={input.name}>{label}</label>
      <Input {...input} described={Boolean(hint ?? error)} invalid={Boolean(error)} />
      <Below name={input.name} hint={hint} error={error} />
    </div>
  );
}

/** A password, hidden until it is asked for. */
export function PasswordField({ label, hint, error, ...input }: FieldProps) {
  const [shown, setShown] = useState(false);
  return (
    <div class="field">
      <label for={input.name}>{label}</label>
      <div class="with-button">
        <Input
          {...input}
          type={shown ? "text" : "password"}
          spellcheck={false}
          autocapitalize="off"
          described={Boolean(hint ?? error)}
          invalid={Boolean(error)}
        />
        <button class="btn" type="button" aria-pressed={shown} onClick={() => setShown(!shown)}>
          {say("password.show")}
          <span class="vh"> {say("signin.password")}</span>
        </button>
      </div>
      <Below name={input.name} hint={hint} error={error} />
    </div>
  );
}

function Input({ described, invalid, ...input }: InputProps & { described: boolean; invalid: boolean }) {
  return (
    <input
      {...(input as InputHTMLAttributes<HTMLInputElement>)}
      id={input.name}
      class="input"
      aria-describedby={described ? `${input.name}-about` : undefined}
      aria-invalid={invalid || undefined}
    />
  );
}

function Below({ name, hint, error }: { name: string; hint?: string | undefined; error?: string | undefined }) {
  if (!error)
    return hint ? (
      <p class="small muted" id={`${name}-about`}>
        {hint}
      </p>
    ) : null;
  return (
    <p class="small wrong" id={`${name}-about`}>
      <Icon name="fail" />
      {error}
    </p>
  );
}

/** The typed values of a form, by field name. */
export function valuesOf(form: HTMLFormElement): (name: string) => string {
  const data = new FormData(form);
  return (name) => String(data.get(name) ?? "");
}

interface SubmitProps {
  label: string;
  busyLabel: string;
  busy: boolean;
}

/** The one filled button of a form. It is never disabled; while busy it keeps its place and does nothing. */
export function Submit({ label, busyLabel, busy }: SubmitProps) {
  return (
    <button class="btn primary wide" type="submit" aria-disabled={busy || undefined}>
      {busy ? busyLabel : label}
    </button>
  );
}
