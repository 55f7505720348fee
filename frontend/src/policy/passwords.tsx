import { Button } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import { calls } from "../api/session.ts";
import { useRefresh } from "../shell/page.tsx";
import { useConfirmed } from "../stepup/confirmed.tsx";
import { timeInSentence } from "../text/time.ts";
import { answered, Confirm } from "../ui/confirm.tsx";
import { StateChip } from "../ui/state-chip.tsx";
import { useToast } from "../ui/toasts.tsx";
import type { Policy } from "./draft.ts";
import { say } from "./texts/policy.ts";

/** Whether everybody may use a password, and the way to change that. */
export function Passwords({ organization, policy }: { organization: string; policy: Policy }) {
  const [asking, setAsking] = useState(false);
  const { state, text, isOpen } = stateOf(policy, new Date());
  return (
    <section className="card" aria-labelledby="passwords">
      <header>
        <h2 id="passwords">{say("password.title")}</h2>
      </header>
      <div className="thing">
        <div>
          <StateChip bolt={isOpen ? "thrown" : "drawn"} tone={isOpen ? "on" : "off"}>
            {state}
          </StateChip>
          <p>{text}</p>
        </div>
        {isDecided(policy) ? (
          <Button onClick={() => setAsking(true)}>{say("password.allow")}</Button>
        ) : (
          <Button component={Link} href="/sso-settings/require">
            {say("password.require")}
          </Button>
        )}
      </div>
      {asking && <Allow organization={organization} etag={policy.etag} onClose={() => setAsking(false)} />}
    </section>
  );
}

function Allow({ organization, etag, onClose }: { organization: string; etag: string; onClose: () => void }) {
  const confirmed = useConfirmed();
  const refresh = useRefresh();
  const toast = useToast();
  async function act() {
    try {
      await confirmed(() =>
        answered(
          calls.DELETE("/api/v1/organizations/{organization}/sign-in-policy/requirement", {
            params: { path: { organization }, header: { "If-Match": etag } },
          }),
        ),
      );
      toast(say("password.allow-done"));
    } finally {
      // After a refusal as well: somebody else may have saved.
      await refresh();
    }
  }
  return (
    <Confirm
      title={say("password.allow-title")}
      action={say("password.allow")}
      busyAction={say("password.allow-busy")}
      act={act}
      onClose={onClose}
    >
      <p>{say("password.allow-why")}</p>
    </Confirm>
  );
}

/** Whether SSO is required, or will be. */
export function isDecided({ passwordSignIn, ssoRequiredFrom }: Policy): boolean {
  return !passwordSignIn || ssoRequiredFrom !== null;
}

/** Since or from when SSO is required, where that has a date. */
export function requiredText({ ssoRequiredFrom }: Policy, now: Date): string | undefined {
  if (ssoRequiredFrom === null) return undefined;
  const from = new Date(ssoRequiredFrom);
  return say(from > now ? "sum.done" : "require.since", { when: timeInSentence(from, now) });
}

function stateOf({ passwordSignIn, ssoRequiredFrom }: Policy, now: Date) {
  const from = ssoRequiredFrom === null ? null : new Date(ssoRequiredFrom);
  const when = from ? timeInSentence(from, now) : "";
  if (from && from > now && passwordSignIn)
    return { state: say("password.soon", { when }), text: say("password.soon-why"), isOpen: true };
  if (!passwordSignIn || from)
    return {
      state: say("password.off"),
      text: from ? say("password.off-why", { when }) : say("password.off-plain"),
      isOpen: false,
    };
  return { state: say("password.allowed"), text: say("password.allowed-why"), isOpen: true };
}
