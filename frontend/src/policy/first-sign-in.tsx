import { Radio, Stack } from "@mantine/core";
import { Link } from "wouter";
import { providerTitle } from "../text/provider.ts";
import type { Policy } from "./draft.ts";
import { Forecast } from "./forecast.tsx";
import { say } from "./texts/policy.ts";

type First = Policy["firstSignIn"][number];

/** What decides how people can prove that an account is theirs. */
type Proofs = Pick<Policy, "mail" | "passwordSignIn">;

interface FirstSignInsProps {
  organization: string;
  list: First[];
  policy: Proofs;
  onChange: (list: First[]) => void;
}

/** How the first sign-in with each provider joins an account to a user. */
export function FirstSignIns({ organization, list, policy, onChange }: FirstSignInsProps) {
  if (list.length === 0)
    return (
      <section className="card" aria-labelledby="first">
        <header>
          <h2 id="first">{say("first.none")}</h2>
        </header>
        <p className="card-body muted">{say("first.none-why")}</p>
      </section>
    );
  return list.map((first) => (
    <OfConnection
      key={first.connectionId}
      organization={organization}
      first={first}
      policy={policy}
      onChange={(after) => onChange(list.map((one) => (one.connectionId === after.connectionId ? after : one)))}
    />
  ));
}

interface OfConnectionProps {
  organization: string;
  first: First;
  policy: Proofs;
  onChange: (after: First) => void;
}

function OfConnection({ organization, first, policy, onChange }: OfConnectionProps) {
  const { connectionId, linking, weakProof, differentEmail } = first;
  const heading = `first-${connectionId}`;
  return (
    <section className="card" aria-labelledby={heading}>
      <header>
        <h2 id={heading}>{say("first.title", { provider: providerTitle(first.provider, first.label) })}</h2>
        <Link className="link" href={`/sso-settings/connections/${connectionId}/preview`}>
          {say("first.preview")}
        </Link>
      </header>
      <div className="card-body columns with-forecast">
        <Stack gap="lg">
          <Choice
            label={say("linking.label")}
            value={linking}
            options={(["automatic", "confirm", "profile_only"] as const).map((value) => ({
              value,
              name: say(`linking.${value}`),
              effect: value === "confirm" ? confirmText(policy) : say(`linking.${value}-why`),
            }))}
            onChange={(value) => onChange({ ...first, linking: value })}
          />
          <Choice
            label={say("weak.label")}
            value={weakProof}
            options={(["ask", "refuse"] as const).map((value) => ({
              value,
              name: say(`weak.${value}`),
              effect: value === "ask" ? askText(policy) : say(`weak.${value}-why`),
            }))}
            onChange={(value) => onChange({ ...first, weakProof: value })}
          />
          <Choice
            label={say("different.label")}
            value={differentEmail ? "yes" : "no"}
            options={(["no", "yes"] as const).map((value) => ({
              value,
              name: say(`different.${value}`),
              effect: value === "yes" ? otherText(policy) : say(`different.${value}-why`),
            }))}
            onChange={(value) => onChange({ ...first, differentEmail: value === "yes" })}
          />
        </Stack>
        <Forecast organization={organization} connectionId={connectionId} />
      </div>
    </section>
  );
}

/** A password proves a verified address even where passwords are off; a code, where mail is sent. */
function confirmText({ mail }: Proofs): string {
  return say(mail ? "linking.confirm-why-mail" : "linking.confirm-why");
}

function askText({ mail, passwordSignIn }: Proofs): string {
  if (!passwordSignIn) return say(mail ? "weak.ask-why-code" : "weak.ask-why-none");
  return say(mail ? "weak.ask-why-mail" : "weak.ask-why");
}

function otherText({ mail }: Proofs): string {
  return say(mail ? "different.yes-why-mail" : "different.yes-why");
}

interface ChoiceProps<Value extends string> {
  label: string;
  value: Value;
  options: { value: Value; name: string; effect: string }[];
  onChange: (value: Value) => void;
}

/** One of a few, each with what it leads to. */
function Choice<Value extends string>({ label, value, options, onChange }: ChoiceProps<Value>) {
  return (
    <Radio.Group label={label} value={value} onChange={(chosen) => onChange(chosen as Value)}>
      <Stack gap="sm" pt="xs">
        {options.map((option) => (
          <Radio key={option.value} value={option.value} label={option.name} description={option.effect} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
