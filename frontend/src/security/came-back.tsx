import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useLocation, useSearchParams } from "wouter";
import { readReference } from "../api/problem.ts";
import { leave } from "../api/session.ts";
import { cannotConfirm } from "../browser/memory.ts";
import { type Identities, nameOf } from "../stepup/identities.ts";
import { isRecent } from "../stepup/use-recent-authentication.ts";
import { say as sayInApp } from "../text/app.ts";
import appProblems from "../text/app-problems.en.json";
import { fill } from "../text/fill.ts";
import problems from "../text/problems.en.json";
import refusals from "../text/refusals.en.json";
import { CopyReference } from "../ui/copy-reference.tsx";
import { Icon, Passed } from "../ui/icons.tsx";
import { say } from "./texts/security.ts";

/** How an attempt to a provider that began on this page ended. */
interface Ended {
  connected: string | null;
  confirmed: boolean;
  refused: string | null;
  provider: string | null;
  reference: string | undefined;
}

const sentences: Record<string, string> = { ...problems, ...appProblems, ...refusals };

const nothing: Ended = { connected: null, confirmed: false, refused: null, provider: null, reference: undefined };

/**
 * Reads once how an attempt ended, and takes it out of the address, so that neither Reload nor a copied address says it
 * again. What is done next on the page takes its place.
 */
export function useAttemptEnd(): Ended {
  const queries = useQueryClient();
  const [params] = useSearchParams();
  const [path, navigate] = useLocation();
  const [ended, setEnded] = useState<Ended>(() => ({
    connected: params.get("connected"),
    confirmed: params.get("confirmed") === "1",
    refused: params.get("refused"),
    provider: params.get("provider"),
    reference: readReference(params.get("ref")),
  }));
  const isSaid = params.size > 0;
  useEffect(() => {
    if (isSaid) navigate(path, { replace: true });
  }, [isSaid, path, navigate]);
  useEffect(
    () =>
      queries.getMutationCache().subscribe(({ type, mutation }) => {
        if (type === "updated" && mutation.state.status === "success") setEnded(nothing);
      }),
    [queries],
  );
  return ended;
}

interface CameBackProps {
  ended: Ended;
  organization: string;
  identities: Identities | undefined;
}

/** Says how the attempt ended. A success is said only if it is the case: anybody can make an address. */
export function CameBack({ ended, organization, identities }: CameBackProps) {
  const { connected, confirmed, refused } = ended;
  const asked = identities?.items.find(({ provider }) => provider === ended.provider);
  if (refused === "reauth_required" && !identities) return null; // what is left is not known yet
  if (refused === "reauth_required" && identities && asked)
    return <CannotConfirm provider={asked.provider} identities={identities} reference={ended.reference} />;
  if (refused) return <Refused code={refused} ended={ended} organization={organization} identities={identities} />;
  const isConnected = identities?.items.some(({ provider, account }) => provider === connected && account !== null);
  if (connected && isConnected) {
    const provider = nameOf(identities, connected);
    return <Done text={sayInApp("connected.text")} next={sayInApp("connected.next", { provider })} />;
  }
  if (confirmed && isRecent(identities?.recentUntil))
    return <Done text={say("recent.confirmed")} next={say("recent.confirmed-next")} />;
  return null;
}

function Refused({ code, ended, organization, identities }: CameBackProps & { code: string }) {
  const known = Object.hasOwn(sentences, code) ? sentences[code] : undefined;
  const provider = knownName(identities, ended.provider);
  // Who stopped it themselves knows: that is no alarm.
  const isOwnWish = code === "provider_denied";
  return (
    <div className={isOwnWish ? "notice" : "notice bad"} role={isOwnWish ? "status" : "alert"}>
      <Icon name={isOwnWish ? "info" : "fail"} />
      <p>{fill(known ?? problems.internal_error, { org: organization, provider, wait: sayInApp("wait.moment") })}</p>
      {ended.reference && <CopyReference reference={ended.reference} />}
    </div>
  );
}

interface CannotConfirmProps {
  provider: Identities["items"][number]["provider"];
  identities: Identities;
  reference: string | undefined;
}

/** The provider let them pass without asking who they are. Trying again would end here again, so what is left is said. */
function CannotConfirm({ provider, identities, reference }: CannotConfirmProps) {
  useEffect(() => cannotConfirm(provider).leave("1"), [provider]);
  return (
    <div className="notice bad" role="alert">
      <Icon name="fail" />
      <p>
        {say("recent.cannot", { provider: nameOf(identities, provider) })}{" "}
        {say(identities.hasPassword ? "recent.by-password" : "recent.nothing")}
      </p>
      {!identities.hasPassword && <Button onClick={() => leave(null)}>{say("recent.again")}</Button>}
      {reference && <CopyReference reference={reference} />}
    </div>
  );
}

/** A name that we have: what an address calls a provider is not said. */
function knownName(identities: Identities | undefined, provider: string | null): string {
  const isOurs = identities?.items.some((one) => one.provider === provider);
  return nameOf(identities, isOurs ? provider : null);
}

function Done({ text, next }: { text: string; next: string }) {
  return (
    <div className="notice on" role="status">
      <Passed />
      <p>
        <b>{text}</b> {next}
      </p>
    </div>
  );
}
