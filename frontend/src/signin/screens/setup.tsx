/** @jsxImportSource preact */
import { useRef, useState } from "preact/hooks";
import type { FieldCode, Refusal } from "../../api/problem.ts";
import { go } from "../../browser/go.ts";
import { oneTimeLink, ownPath, remember } from "../../browser/memory.ts";
import { speaker } from "../../text/say.ts";
import { Alert } from "../alert.tsx";
import { post } from "../call.ts";
import { Field, PasswordField, Submit, valuesOf } from "../field.tsx";
import { Frame } from "../frame.tsx";
import { pathOf } from "../place.ts";
import { fieldError } from "../provider-texts.ts";
import common from "../texts/login.en.json";
import { Notice } from "./message-page.tsx";
import { checkSetup, suggestCode } from "./setup-rules.ts";
import texts from "./texts/setup.en.json";
import "./stylesheet.ts";

const say = speaker({ ...common, ...texts });

/** Makes the first organization and its super admin. The token came with the set-up link and is kept in this tab until it is used. */
export function Setup({ token }: { token: string }) {
  const [name, setName] = useState("");
  const [code, setCode] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const going = useRef(false);
  const codeShown = code ?? suggestCode(name);
  const wrong = (pointer: string) => refusal?.fields[pointer];

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    if (going.current) return;
    const value = valuesOf(event.currentTarget as HTMLFormElement);
    const organization = { name: name.trim(), code: codeShown };
    const superAdmin = { name: value("name").trim(), email: value("email").trim(), password: value("new-password") };
    const fields = checkSetup({ organization, superAdmin });
    if (Object.keys(fields).length > 0) return setRefusal({ code: "validation_failed", fields });
    going.current = true;
    setBusy(true);
    setRefusal(null);
    const answer = await post("/api/v1/setup", { token, organization, superAdmin });
    if (answer.ok || answer.refusal.code === "setup_closed") oneTimeLink(location.pathname).drop();
    if (answer.ok) {
      remember(organization);
      return go.to(ownPath(answer.data.returnTo));
    }
    going.current = false;
    setBusy(false);
    setRefusal(answer.refusal);
  }

  if (refusal?.code === "setup_closed") return <Notice state="setup-closed" />;
  return (
    <Frame title={say("setup.page")}>
      <header>
        <h1>{say("setup.heading")}</h1>
        <p class="muted">{say("setup.lead")}</p>
      </header>
      {refusal && <Alert refusal={refusal} org="" provider="" />}
      <form class="stack" style={{ gap: "var(--s5)" }} onSubmit={submit} noValidate>
        <fieldset class="stack">
          <legend>{say("setup.organization")}</legend>
          <Field
            name="organization-name"
            label={say("setup.organization-name")}
            autocomplete="organization"
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
            error={fieldError(wrong("/organization/name"))}
          />
          <Field
            name="organization-code"
            label={say("setup.organization-code")}
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            value={codeShown}
            onInput={(event) => setCode(event.currentTarget.value)}
            hint={say("setup.code-hint", { address: `${location.host}${pathOf.signIn(codeShown || "...")}` })}
            error={ownError(wrong("/organization/code"), "field.code")}
          />
        </fieldset>
        <fieldset class="stack">
          <legend>{say("setup.you")}</legend>
          <Field
            name="name"
            label={say("setup.name")}
            autocomplete="name"
            error={fieldError(wrong("/superAdmin/name"))}
          />
          <Field
            name="email"
            label={say("setup.email")}
            type="email"
            autocomplete="username"
            error={fieldError(wrong("/superAdmin/email"), "email")}
          />
          <PasswordField
            name="new-password"
            label={say("setup.password")}
            autocomplete="new-password"
            hint={say("setup.password-hint")}
            error={ownError(wrong("/superAdmin/password"), "field.short")}
          />
        </fieldset>
        <Submit label={say("setup.submit")} busyLabel={say("setup.busy")} busy={busy} />
      </form>
    </Frame>
  );
}

/** What is wrong with a field that has a form of its own; `form` says which. */
function ownError(code: FieldCode | undefined, form: "field.code" | "field.short"): string | undefined {
  if (code === "taken") return say("field.taken");
  if (code === "too_weak") return say("field.weak");
  return code === "too_short" || (code === "format" && form === "field.code") ? say(form) : fieldError(code);
}
