/** @jsxImportSource preact */
import { useState } from "preact/hooks";
import type { Refusal } from "../../api/problem.ts";
import { typedEmail } from "../../browser/memory.ts";
import { speaker } from "../../text/say.ts";
import { Alert } from "../alert.tsx";
import { Frame } from "../frame.tsx";
import { Help } from "../help.tsx";
import type { SignInPage } from "../page.ts";
import { brands } from "../provider-texts.ts";
import common from "../texts/login.en.json";
import { MailMe } from "./mail-me.tsx";
import { backToSignIn } from "./paths.ts";
import texts from "./texts/forgot.en.json";

const say = speaker({ ...common, ...texts });

/** Asks for a link to set a forgotten password. */
export function Forgot({ page }: { page: SignInPage }) {
  const { organization, contactText, mail } = page;
  const [email] = useState(typedEmail.take);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  return (
    <Frame
      title={say("forgot.page")}
      organization={organization}
      below={<Help contactText={contactText} label={say("signin.cant")} />}
    >
      <header>
        <h1>{say("forgot.heading")}</h1>
        <p class="muted">{say(mail ? "forgot.lead" : "forgot.no-mail")}</p>
      </header>
      {refusal && <Alert refusal={refusal} org={organization.name} provider={brands(page)} />}
      {mail ? (
        <MailMe
          path="/api/v1/sign-in/password-reset"
          organization={organization}
          email={email ?? ""}
          refusal={refusal}
          onRefusal={setRefusal}
          words={{
            label: say("signin.email"),
            submit: say("forgot.submit"),
            busy: say("forgot.busy"),
            sent: say("forgot.sent"),
            other: say("forgot.other"),
          }}
          nothing={(to) => (
            <p>
              <b>{say("forgot.nothing")}</b> {say("forgot.nothing-text", { email: to, org: organization.name })}
            </p>
          )}
        />
      ) : (
        <p>{say("ask.administrator")}</p>
      )}
      <a class="btn quiet wide" href={backToSignIn(organization.code)}>
        {say("forgot.back")}
      </a>
    </Frame>
  );
}
