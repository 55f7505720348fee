/** @jsxImportSource preact */
import { useRef, useState } from "preact/hooks";
import type { Refusal } from "../../api/problem.ts";
import { go } from "../../browser/go.ts";
import { oneTimeLink, ownPath, remember, returnPath } from "../../browser/memory.ts";
import refusals from "../../text/refusals.en.json";
import { speaker } from "../../text/say.ts";
import { Alert } from "../alert.tsx";
import { post } from "../call.ts";
import { Frame } from "../frame.tsx";
import { Help } from "../help.tsx";
import type { SignInPage } from "../page.ts";
import { PasswordForm } from "../password-form.tsx";
import { brands } from "../provider-texts.ts";
import common from "../texts/login.en.json";
import { MailMe } from "./mail-me.tsx";
import { useNewLink } from "./new-link.ts";
import { backToSignIn } from "./paths.ts";
import texts from "./texts/bypass.en.json";

const say = speaker({ ...common, ...texts });

interface BypassProps {
  page: SignInPage;
  /** The token of the link, or empty. */
  token: string;
}

/** Sign-in without a provider (S15): by a link that the operator made or that was mailed, else by the password of an exempt person. */
export function Bypass({ page, token }: BypassProps) {
  const { organization, contactText, mail } = page;
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  /** The form that was sent last: a refusal stands at its fields. */
  const [sent, setSent] = useState<"password" | "mail">("password");
  const [spent, setSpent] = useState(false);
  const names = { org: organization.name, provider: brands(page) };
  useNewLink();

  function refuse(why: Refusal | null, from: "password" | "mail" = "password") {
    setRefusal(why);
    setSent(from);
    if (why?.code === "bypass_closed") setSpent(true);
  }
  const of = (form: "password" | "mail") => (sent === form ? refusal : null);
  return (
    <Frame
      title={say("bypass.page", names)}
      organization={organization}
      below={<Help contactText={contactText} label={say("signin.cant")} />}
    >
      <header>
        <h1>{say("bypass.heading", names)}</h1>
        <p class="muted">{say(token && !spent ? "bypass.once" : "bypass.lead")}</p>
      </header>
      {refusal && <Alert refusal={refusal} {...names} text={ownText(refusal, mail, names)} />}
      {token && !spent ? (
        <ByLink organization={organization} token={token} onRefusal={refuse} />
      ) : (
        <>
          <PasswordForm page={page} refusal={of("password")} onRefusal={refuse} />
          {mail && <ByMail organization={organization} refusal={of("mail")} onRefusal={(why) => refuse(why, "mail")} />}
        </>
      )}
      <a class="btn quiet wide" href={backToSignIn(organization.code)}>
        {say("bypass.back")}
      </a>
    </Frame>
  );
}

interface ByMailProps {
  organization: SignInPage["organization"];
  refusal: Refusal | null;
  onRefusal: (refusal: Refusal | null) => void;
}

/** Sends a super admin a link. Whether an address is one, nobody learns here. */
function ByMail(props: ByMailProps) {
  return (
    <>
      <p class="or muted">{say("or")}</p>
      <p class="muted">{say("bypass.mail-text")}</p>
      <MailMe
        {...props}
        second
        path="/api/v1/sign-in/bypass-link"
        words={{
          label: say("bypass.mail-to"),
          submit: say("bypass.send"),
          busy: say("bypass.sending"),
          sent: say("bypass.sent"),
          other: say("bypass.other"),
        }}
        nothing={() => <p>{say("bypass.nothing")}</p>}
      />
    </>
  );
}

interface ByLinkProps {
  organization: SignInPage["organization"];
  token: string;
  onRefusal: (refusal: Refusal | null) => void;
}

/** Nothing is spent before the person clicks: a link that a mail program looks at stays good. */
function ByLink({ organization, token, onRefusal }: ByLinkProps) {
  const [busy, setBusy] = useState(false);
  const going = useRef(false);

  async function enter() {
    if (going.current) return;
    going.current = true;
    setBusy(true);
    onRefusal(null);
    const answer = await post("/api/v1/sign-in/bypass", { organization: organization.code, token });
    if (answer.ok || answer.refusal.code === "bypass_closed") oneTimeLink(location.pathname).drop();
    if (answer.ok) {
      remember(organization);
      return go.to(ownPath(returnPath.read() ?? answer.data.returnTo));
    }
    going.current = false;
    setBusy(false);
    onRefusal(answer.refusal);
  }
  return (
    <button class="btn primary wide" type="button" aria-disabled={busy || undefined} onClick={enter}>
      {busy ? say("signin.busy") : say("bypass.submit")}
    </button>
  );
}

/** What only this page says: here a password that is off is one of a person who is not exempt. */
function ownText({ code }: Refusal, mail: boolean, names: { org: string; provider: string }): string | undefined {
  if (code === "bypass_closed") return mail ? say("bypass.closed") : refusals.bypass_closed;
  return code === "password_login_disabled" ? say("bypass.refused", names) : undefined;
}
