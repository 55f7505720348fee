/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Refusal } from "../api/problem.ts";
import { attempt, type Notice, notice, type Provider, remembered } from "../browser/memory.ts";
import { Alert, Note } from "./alert.tsx";
import { BrandButtons } from "./brand-buttons.tsx";
import { Frame } from "./frame.tsx";
import { Help } from "./help.tsx";
import { Icon } from "./icons.tsx";
import type { SignInPage } from "./page.ts";
import { PasswordForm } from "./password-form.tsx";
import { pathOf } from "./place.ts";
import { brandOn, brands } from "./provider-texts.ts";
import { isWarning, StartRefused } from "./start-refused.tsx";
import { say } from "./texts/login.ts";
import { useRestored } from "./use-restored.ts";
import { useStart } from "./use-start.ts";
import { Waiting } from "./waiting.tsx";

interface SignInProps {
  page: SignInPage;
  /** What stands in the place of the buttons. */
  instead?: ComponentChildren;
  /** Goes on to this provider by itself. */
  startWith?: Provider | undefined;
  /** There is no other organization to choose. */
  alone?: boolean | undefined;
}

/** An organization's sign-in page. */
export function SignIn({ page, instead, startWith, alone }: SignInProps) {
  const { organization, providers, passwordSignIn, contactText, trouble, branding } = page;
  const { busy, refused, start, dismiss } = useStart(organization);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const { said, cameBack } = useReason();
  // Who signed out, or comes back from the provider, is not sent there again.
  const goTo = startWith ?? (!said && !cameBack && page.straight);
  const lastUsed = remembered().find((one) => one.code === organization.code)?.lastUsed;

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useEffect(() => {
    if (goTo && !isReturn()) start(goTo, { instead: true });
    else if (isOnlyMethod(page)) document.getElementById(`brand-${providers[0]?.provider}`)?.focus();
  }, []);

  const choose = (provider: Provider) => {
    setRefusal(null);
    start(provider);
  };
  const dialogClosed = (focus: string) => {
    dismiss();
    requestAnimationFrame(() => document.getElementById(focus)?.focus());
  };
  const heading = say("signin.heading", { org: page.application ?? organization.name });

  if (goTo && busy)
    return (
      <Frame title={say("signin.title")} organization={organization}>
        <h1>{heading}</h1>
        <Waiting text={say("signin.opening", { provider: brandOn(page, busy) })} />
      </Frame>
    );
  return (
    <Frame
      title={say("signin.title")}
      organization={organization}
      keyPlace={isWarning(refused) ? "out" : "at"}
      below={<Help contactText={contactText} label={say("signin.cant")} otherOrganization={!alone} />}
    >
      <h1>{heading}</h1>
      {branding?.welcome && <p dir="auto">{branding.welcome}</p>}
      <StartRefused
        refused={refused}
        organization={organization}
        provider={brandOn(page, refused?.provider)}
        onPassword={passwordSignIn ? () => dialogClosed("email") : undefined}
        onClose={() => dialogClosed(`brand-${refused?.provider}`)}
      />
      {trouble && <Trouble page={page} />}
      {refusal && <Alert refusal={refusal} org={organization.name} provider={brands(page)} />}
      {said && <Note>{say(`notice.${said}`)}</Note>}
      {cameBack && <Note>{say("signin.came-back", { provider: brandOn(page, cameBack) })}</Note>}
      {instead}
      {providers.length > 0 && <BrandButtons providers={providers} busy={busy} lastUsed={lastUsed} onChoose={choose} />}
      {providers.length > 0 && passwordSignIn && <p class="or muted">{say("or")}</p>}
      {passwordSignIn && (
        <PasswordForm
          page={page}
          refusal={refusal}
          onRefusal={(why) => {
            dismiss();
            setRefusal(why);
          }}
        />
      )}
      {!instead && !passwordSignIn && providers.length === 0 && (
        <p>{say("signin.no-methods", { org: organization.name })}</p>
      )}
      {!passwordSignIn && !trouble && <Without page={page} className="btn quiet" />}
    </Frame>
  );
}

/** Why the person is here, said once; also when the browser brings the page back as it was. */
function useReason() {
  const [reason, setReason] = useState(() => readReason(isReturn()));
  useRestored(() => setReason(readReason(true)));
  return reason;
}

/** Who was at a provider and is here again without Back has been further, at an application. */
function readReason(isBack: boolean): { said: Notice | null; cameBack: Provider | null } {
  const left = attempt.take();
  return { said: notice.take(), cameBack: isBack ? left : null };
}

/** A page reached by Back does not leave by itself again. */
function isReturn(): boolean {
  const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return navigation?.type === "back_forward";
}

/** One button and nothing else, and no touch keyboard or pointer in the way: the button takes the focus. */
function isOnlyMethod(page: SignInPage): boolean {
  return !page.passwordSignIn && page.providers.length === 1 && matchMedia("(pointer: fine)").matches;
}

/** Only providers sign people in here, and none of them works. */
function Trouble({ page }: { page: SignInPage }) {
  return (
    <div class="notice bad" role="status">
      <Icon name="fail" />
      <p>{say("signin.trouble", { org: page.organization.name, provider: brands(page) })}</p>
      <Without page={page} />
    </div>
  );
}

/** Sign-in for those who may use a password all the same. */
function Without({ page, className }: { page: SignInPage; className?: string }) {
  return (
    <a class={className} href={pathOf.bypass(page.organization.code)}>
      {say("signin.without", { provider: brands(page) })}
    </a>
  );
}
