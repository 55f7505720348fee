import { useState } from "react";
import { calls } from "../api/session.ts";
import { go } from "../browser/go.ts";
import { useRefresh } from "../shell/page.tsx";
import { type Identities, nameOf } from "../stepup/identities.ts";
import { answered, Confirm } from "../ui/confirm.tsx";
import { isRefused } from "../ui/problem.ts";
import { useToast } from "../ui/toasts.tsx";
import { AccountRow } from "./account-row.tsx";
import type { Provider } from "./sign-in-texts.ts";
import { say } from "./texts/security.ts";
import { type Unavailable, unavailableAfter, unavailableBy, Warning } from "./warning.tsx";

interface AccountsProps {
  organization: string;
  isSuperAdmin: boolean;
  identities: Identities;
  /** Fulfils what asks for recent authentication. */
  ask: (wish: () => Promise<void>) => Promise<void>;
}

/** What begins an attempt that ends in a connected account. */
type LinkPath = "/api/v1/me/identities/{provider}" | "/api/v1/me/identities/{provider}/replacement";

/** The accounts at the providers that may sign in as the person. */
export function Accounts({ organization, isSuperAdmin, identities, ask }: AccountsProps) {
  const [opening, setOpening] = useState<string | null>(null);
  const [replacing, setReplacing] = useState<Provider | null>(null);
  const [leaving, setLeaving] = useState<Provider | null>(null);
  const [unavailable, setUnavailable] = useState<Unavailable | null>(null);
  const [refused, setRefused] = useState<{ provider: string; problem: unknown } | null>(null);
  const refresh = useRefresh();
  const toast = useToast();
  const first = identities.items.find(({ state }) => state === "not_connected");

  /** Does it, and says at the row why it was refused. Who has to confirm first is asked by others. */
  async function attempt(provider: string, work: () => Promise<void>) {
    setRefused(null);
    try {
      await work();
    } catch (problem) {
      setOpening(null);
      if (isRefused(problem, "reauth_required")) throw problem;
      const warning = unavailableAfter(provider, problem);
      setUnavailable(warning);
      if (!warning) setRefused({ provider, problem });
    }
  }
  const startAt = (path: LinkPath, provider: string) =>
    attempt(provider, async () => {
      setOpening(provider);
      const { authorizationUrl } = await answered(calls.POST(path, { params: { path: { provider } } }));
      go.to(authorizationUrl);
    });
  const unlink = (provider: string) =>
    attempt(provider, async () => {
      await answered(calls.DELETE("/api/v1/me/identities/{provider}", { params: { path: { provider } } }));
      toast(say("disconnect.done", { provider: nameOf(identities, provider) }));
      await refresh();
    });
  function connect(one: Provider) {
    const warning = unavailableBy(one);
    if (warning) return setUnavailable(warning);
    if (opening === null) ask(() => startAt("/api/v1/me/identities/{provider}", one.provider));
  }

  return (
    <section className="card" aria-labelledby="connected-accounts">
      <header>
        <h2 id="connected-accounts">{say("accounts.title")}</h2>
        <p>{say("accounts.why", { org: organization })}</p>
      </header>
      {identities.items.length === 0 && <p className="card-body muted">{say("accounts.none")}</p>}
      <ul>
        {identities.items.map((one) => (
          <AccountRow
            key={one.provider}
            one={one}
            organization={organization}
            isMain={one === first}
            isOpening={opening === one.provider}
            problem={refused?.provider === one.provider ? refused.problem : undefined}
            onConnect={() => connect(one)}
            onReplace={() => opening === null && setReplacing(one)}
            onDisconnect={() => setLeaving(one)}
          />
        ))}
      </ul>
      {replacing && (
        <Confirm
          title={say("replace.title", { provider: nameOf(identities, replacing.provider) })}
          action={say("replace.go", { provider: nameOf(identities, replacing.provider) })}
          busyAction={say("do.opening", { provider: nameOf(identities, replacing.provider) })}
          act={() => ask(() => startAt("/api/v1/me/identities/{provider}/replacement", replacing.provider))}
          onClose={() => setReplacing(null)}
        >
          <p>{say("replace.why", { provider: nameOf(identities, replacing.provider) })}</p>
        </Confirm>
      )}
      {leaving && (
        <Confirm
          danger
          title={say("disconnect.title", { provider: nameOf(identities, leaving.provider) })}
          action={say("do.disconnect")}
          busyAction={say("disconnect.busy")}
          act={() => ask(() => unlink(leaving.provider))}
          onClose={() => setLeaving(null)}
        >
          <p>{say("disconnect.why", { provider: nameOf(identities, leaving.provider) })}</p>
        </Confirm>
      )}
      {unavailable && (
        <Warning
          unavailable={unavailable}
          organization={organization}
          name={nameOf(identities, unavailable.provider)}
          isSuperAdmin={isSuperAdmin}
          onClose={() => setUnavailable(null)}
        />
      )}
    </section>
  );
}
