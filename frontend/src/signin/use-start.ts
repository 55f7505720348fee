import { useRef, useState } from "preact/hooks";
import type { Refusal } from "../api/problem.ts";
import { go } from "../browser/go.ts";
import { attempt, ownPath, type Provider, remember, returnPath } from "../browser/memory.ts";
import { post } from "./call.ts";
import type { Organization } from "./page.ts";
import { useRestored } from "./use-restored.ts";

/** A start that the server refused. */
export interface RefusedStart {
  provider: Provider;
  refusal: Refusal;
}

interface Options {
  /** Ask the provider for its account chooser. */
  chooseAccount?: boolean;
  /** The provider takes this page's place in the history. */
  instead?: boolean;
}

/**
 * Starts attempts to a provider. One start per click, however often it is
 * clicked; `busy` names the provider until the browser has left, and again
 * nobody once the person comes Back.
 */
export function useStart(organization: Organization) {
  const [busy, setBusy] = useState<Provider | null>(null);
  const [refused, setRefused] = useState<RefusedStart | null>(null);
  const going = useRef(false);

  const stop = () => {
    going.current = false;
    setBusy(null);
  };
  useRestored(stop);

  async function start(provider: Provider, { chooseAccount, instead }: Options = {}): Promise<void> {
    if (going.current) return;
    going.current = true;
    setBusy(provider);
    setRefused(null);
    const answer = await post("/api/v1/sign-in/sso", {
      organization: organization.code,
      provider,
      returnTo: ownPath(returnPath.read()),
      ...(chooseAccount && { chooseAccount }),
    });
    if (!answer.ok) {
      stop();
      setRefused({ provider, refusal: answer.refusal });
      return;
    }
    remember(organization);
    attempt.leave(provider);
    (instead ? go.instead : go.to)(answer.data.authorizationUrl);
  }

  return { busy, refused, start, dismiss: () => setRefused(null) };
}
