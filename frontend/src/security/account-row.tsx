import { Button, Group } from "@mantine/core";
import { accountUse } from "../api/accounts.ts";
import { providerAt } from "../providers/providers.tsx";
import appProblems from "../text/app-problems.en.json";
import { fill } from "../text/fill.ts";
import { providerName } from "../text/provider.ts";
import { day } from "../text/time.ts";
import { LogoTile } from "../ui/brand-logo.tsx";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import { type BoltName, StateChip, type Tone } from "../ui/state-chip.tsx";
import { type Provider, whenWithin } from "./sign-in-texts.ts";
import { say } from "./texts/security.ts";

const chips: Record<Provider["state"], { bolt: BoltName; tone: Tone }> = {
  connected: { bolt: "thrown", tone: "on" },
  not_connected: { bolt: "drawn", tone: "off" },
  not_set_up: { bolt: "drawn", tone: "off" },
  off: { bolt: "drawn", tone: "off" },
  not_working: { bolt: "broken", tone: "bad" },
};

interface AccountRowProps {
  one: Provider;
  organization: string;
  /** Its button is the one of the card that matters now. */
  isMain: boolean;
  isOpening: boolean;
  /** Why the last try was refused. */
  problem: unknown;
  onConnect: () => void;
  onReplace: () => void;
  onDisconnect: () => void;
}

/** One provider: its state in words, the account, and the button that changes it. */
export function AccountRow({
  one,
  organization,
  isMain,
  isOpening,
  problem,
  onConnect,
  onReplace,
  onDisconnect,
}: AccountRowProps) {
  const { provider, label, state, account } = one;
  const name = providerName(provider, label);
  return (
    <li className="thing">
      <Group wrap="nowrap" align="flex-start" className="account-row">
        <LogoTile provider={provider} />
        <div>
          <Group gap="2px 12px">
            <h3>{name}</h3>
            <StateChip {...chips[state]}>{say(`state.${state}`)}</StateChip>
          </Group>
          {sentences(one, organization).map((text) => (
            <p key={text}>{text}</p>
          ))}
        </div>
      </Group>
      {account === null && (
        <Button
          variant={isMain ? "filled" : "default"}
          aria-disabled={isOpening || undefined}
          aria-label={isOpening ? undefined : say("do.connect-name", { provider: name })}
          onClick={onConnect}
        >
          {isOpening ? say("do.opening", { provider: name }) : say("do.connect")}
        </Button>
      )}
      {account !== null && (
        <div className="actions">
          {state === "connected" && (
            <Button
              aria-disabled={isOpening || undefined}
              aria-label={isOpening ? undefined : say("do.replace-name", { provider: name })}
              onClick={onReplace}
            >
              {isOpening ? say("do.opening", { provider: name }) : say("do.replace")}
            </Button>
          )}
          {one.refusal === null && (
            <Button aria-label={say("do.disconnect-name", { provider: name })} onClick={onDisconnect}>
              {say("do.disconnect")}
            </Button>
          )}
        </div>
      )}
      {problem !== undefined && <ProblemAlert problem={problem} organization={organization} provider={name} />}
    </li>
  );
}

/** The account, what the state means, and why it can't be disconnected. */
function sentences({ provider, label, state, account, refusal }: Provider, org: string): string[] {
  const all: string[] = [];
  if (account)
    all.push(
      say(`account.${accountUse(account)}`, {
        email: account.email ?? say("account.no-email"),
        day: day(new Date(account.linkedAt)),
        used: whenWithin(account.lastUsedAt),
      }),
    );
  if (state === "not_connected")
    all.push(say(providerAt(provider).words.account ? "why.microsoft" : "why.not_connected"));
  else if (state !== "connected") all.push(say(`why.${state}`, { org }));
  if (refusal !== null) {
    const code = refusal === "sso_required" ? "sso_required" : "last_sign_in_method";
    all.push(fill(appProblems[code], { org, provider: providerName(provider, label) }));
  }
  return all;
}
