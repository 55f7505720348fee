/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { FieldCode, Refusal } from "../../api/problem.ts";
import type { components } from "../../api/schema.gen.ts";
import { oneTimeLink, remember } from "../../browser/memory.ts";
import { speaker } from "../../text/say.ts";
import { Alert } from "../alert.tsx";
import { ask } from "../call.ts";
import { PasswordField, Submit, valuesOf } from "../field.tsx";
import { Frame } from "../frame.tsx";
import type { SignInPage } from "../page.ts";
import { pathOf } from "../place.ts";
import { brands, fieldError } from "../provider-texts.ts";
import common from "../texts/login.en.json";
import { useNewLink } from "./new-link.ts";
import { backToSignIn } from "./paths.ts";
import texts from "./texts/reset.en.json";

const say = speaker({ ...common, ...texts });

/** Sets a forgotten password. The token came with the mailed link and is kept in this tab until it is used. */
export function Reset({ page, token }: { page: SignInPage; token: string }) {
  const { organization } = page;
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(false);
  const going = useRef(false);
  const names = { org: organization.name };
  useNewLink();

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    if (going.current) return;
    const newPassword = valuesOf(event.currentTarget as HTMLFormElement)("new-password");
    const wrong = checkNew(newPassword);
    if (wrong) return setRefusal({ code: "validation_failed", fields: { "/newPassword": wrong } });
    going.current = true;
    setBusy(true);
    setRefusal(null);
    const body: components["schemas"]["PasswordReset"] = { organization: organization.code, token, newPassword };
    const answer = await ask("/api/v1/sign-in/password-reset", { method: "PUT", body: JSON.stringify(body) });
    going.current = false;
    setBusy(false);
    if (answer.ok || answer.refusal.code === "reset_closed") oneTimeLink(location.pathname).drop();
    if (!answer.ok) return setRefusal(answer.refusal);
    remember(organization);
    setDone(true);
  }

  if (done)
    return (
      <Ended page={page} heading={say("reset.done")} text={say("reset.done-text")}>
        <a class="btn primary wide" href={backToSignIn(organization.code)}>
          {say("reset.signin")}
        </a>
      </Ended>
    );
  if (!token || refusal?.code === "reset_closed") return <Closed page={page} refusal={refusal} />;
  return (
    <Frame title={say("reset.page")} organization={organization}>
      <header>
        <h1>{say("reset.heading", names)}</h1>
        <p class="muted">{say("reset.lead")}</p>
      </header>
      {refusal && <Alert refusal={refusal} {...names} provider={brands(page)} />}
      <form class="stack" onSubmit={submit} noValidate>
        <PasswordField
          name="new-password"
          label={say("reset.password")}
          autocomplete="new-password"
          hint={say("reset.hint")}
          error={newError(refusal?.fields["/newPassword"])}
        />
        <Submit label={say("reset.submit")} busyLabel={say("reset.busy")} busy={busy} />
      </form>
    </Frame>
  );
}

/** A link that opens nothing, or a page that came without its link: from another browser, or from a history. */
function Closed({ page, refusal }: { page: SignInPage; refusal: Refusal | null }) {
  return (
    <Ended
      page={page}
      heading={say(refusal ? "reset.closed" : "reset.open")}
      text={say(refusal ? "reset.closed-text" : "reset.open-text")}
      refusal={refusal}
    >
      {page.mail ? (
        <a class="btn primary wide" href={pathOf.forgot(page.organization.code)}>
          {say("reset.again")}
        </a>
      ) : (
        <p>{say("ask.administrator")}</p>
      )}
    </Ended>
  );
}

interface EndedProps {
  page: SignInPage;
  heading: string;
  text: string;
  /** What closed the link, if the server said it. */
  refusal?: Refusal | null;
  children: ComponentChildren;
}

function Ended({ page, heading, text, refusal, children }: EndedProps) {
  const top = useRef<HTMLHeadingElement>(null);
  useEffect(() => top.current?.focus(), []);
  return (
    <Frame title={heading} organization={page.organization} keyPlace={refusal === undefined ? "at" : "out"}>
      <header>
        <h1 tabIndex={-1} ref={top}>
          {heading}
        </h1>
        <p>{text}</p>
      </header>
      {refusal?.ref && <p class="small muted">{say("reference", { ref: refusal.ref })}</p>}
      {children}
    </Frame>
  );
}

/** What the contract would refuse as well. How easily a password is guessed, only the server knows. */
function checkNew(password: string): FieldCode | null {
  if (password === "") return "required";
  return [...password].length < 12 ? "too_short" : null;
}

function newError(code: FieldCode | undefined): string | undefined {
  if (code === "too_weak") return say("reset.weak");
  return code === "too_short" ? say("reset.short") : fieldError(code);
}
