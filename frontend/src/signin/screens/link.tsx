/** @jsxImportSource preact */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Refusal } from "../../api/problem.ts";
import { go } from "../../browser/go.ts";
import { attempt, connected, ownPath, remember } from "../../browser/memory.ts";
import { fill } from "../../text/fill.ts";
import refusals from "../../text/refusals.en.json";
import { speaker } from "../../text/say.ts";
import { Alert } from "../alert.tsx";
import { get, post } from "../call.ts";
import { Frame } from "../frame.tsx";
import type { PendingLink } from "../page.ts";
import { brand } from "../provider-texts.ts";
import { StartRefused } from "../start-refused.tsx";
import common from "../texts/login.en.json";
import { useStart } from "../use-start.ts";
import { Waiting } from "../waiting.tsx";
import { Join } from "./join.tsx";
import { canProve, LinkForm, type Proven } from "./link-form.tsx";
import { backToSignIn } from "./paths.ts";
import texts from "./texts/link.en.json";
import { sayWait } from "./wait.ts";

const say = speaker({ ...common, ...texts });

/** Asks whose account the provider account is to be connected to, and to prove it. */
export function Link({ organization }: { organization: string }) {
  const [pending, setPending] = useState<PendingLink | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useEffect(() => {
    attempt.drop();
    load();
  }, []);
  async function load() {
    setRefusal(null);
    const answer = await get("/api/v1/sign-in/link");
    if (answer.ok) setPending(answer.data);
    else setRefusal(answer.refusal);
  }

  if (refusal?.code === "link_ticket_expired") return <Expired organization={organization} refusal={refusal} />;
  if (pending) return <Pending pending={pending} refusal={refusal} onRefusal={setRefusal} onPending={setPending} />;
  return (
    <Frame title={say("link.page")} keyPlace="in">
      <h1>{say("link.page")}</h1>
      {!refusal && <Waiting text={say("link.loading")} />}
      {refusal && <Alert refusal={refusal} org={organization} provider={brand(null)} />}
      {refusal && (
        <button class="btn primary wide" type="button" onClick={load}>
          {say("signin.retry")}
        </button>
      )}
    </Frame>
  );
}

interface PendingProps {
  pending: PendingLink;
  refusal: Refusal | null;
  onRefusal: (refusal: Refusal | null) => void;
  onPending: (pending: PendingLink) => void;
}

function Pending({ pending, refusal, onRefusal, onPending }: PendingProps) {
  const { organization, provider, providerLabel } = pending;
  const names = { org: organization.name, provider: brand(provider, providerLabel) };
  const { busy: leaving, refused, start, dismiss } = useStart(organization);
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(false);
  const going = useRef(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);

  async function prove(proven: Proven) {
    if (going.current) return;
    going.current = true;
    setBusy(true);
    dismiss();
    onRefusal(null);
    const answer = await post("/api/v1/sign-in/link", proven);
    if (answer.ok) {
      setDone(true);
      remember(organization);
      connected.leave(provider);
      return go.to(ownPath(answer.data.returnTo));
    }
    const left = await get("/api/v1/sign-in/link");
    if (left.ok) onPending(left.data);
    going.current = false;
    setBusy(false);
    onRefusal(answer.refusal);
  }

  return (
    <Frame title={say("link.page")} organization={organization} keyPlace="in">
      <header>
        <h1 tabIndex={-1} ref={heading}>
          {say("link.heading", names)}
        </h1>
        <p class="muted">{say("link.lead", names)}</p>
      </header>
      <StartRefused refused={refused} organization={organization} provider={names.provider} onClose={dismiss} />
      {refusal && (
        <Alert refusal={refusal} {...names} text={ownText(refusal, names)} more={triesLeft(refusal, pending)} />
      )}
      <Join
        pending={pending}
        done={done}
        leaving={leaving !== null}
        onOther={() => {
          onRefusal(null);
          start(provider, { chooseAccount: true });
        }}
      />
      {canProve(pending) ? (
        <LinkForm pending={pending} refusal={refusal} busy={busy} onRefusal={onRefusal} onProve={prove} />
      ) : (
        <>
          <p>{say("ask.administrator")}</p>
          <a class="btn wide" href={backToSignIn(organization.code)}>
            {say("link.cancel")}
          </a>
        </>
      )}
    </Frame>
  );
}

/** What only this page says. */
function ownText({ code, wait }: Refusal, names: { org: string; provider: string }): string | undefined {
  return code in refusals
    ? fill(refusals[code as keyof typeof refusals], { ...names, wait: sayWait(wait) })
    : undefined;
}

/** From the third try on, how many are left. */
function triesLeft(refusal: Refusal, pending: PendingLink): string | undefined {
  const { triesLeft: count } = pending;
  if (refusal.code !== "link_proof_failed" || count > 3 || count < 1) return undefined;
  return say.count("link.tries", count);
}

function Expired({ organization, refusal }: { organization: string; refusal: Refusal }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <Frame title={say("link.expired")} keyPlace="out">
      <header>
        <h1 tabIndex={-1} ref={heading}>
          {say("link.expired")}
        </h1>
        <p>{say("link.expired-text")}</p>
      </header>
      {refusal.ref && <p class="small muted">{say("reference", { ref: refusal.ref })}</p>}
      <a class="btn primary wide" href={backToSignIn(organization)}>
        {say("link.start-again")}
      </a>
    </Frame>
  );
}
