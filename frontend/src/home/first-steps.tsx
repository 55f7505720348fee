import { Button } from "@mantine/core";
import { Link } from "wouter";
import { isOn, useConnections } from "../api/connections.ts";
import type { components } from "../api/schema.gen.ts";
import { say } from "../text/app.ts";
import { CopyField } from "../ui/copy-field.tsx";
import { CheckChip } from "../ui/state-chip.tsx";

type Connection = components["schemas"]["Connection"];

/** For a super admin: the steps until people sign in through a provider, and the address where they do. */
export function FirstSteps({ organization }: { organization: string }) {
  const items = useConnections(organization).data?.items;
  return (
    <section className="card" aria-labelledby="first">
      <header>
        <h2 id="first">{say(items && !items.some(isOn) ? "first.title" : "first.share")}</h2>
      </header>
      {items && !items.some(isOn) && <Steps connections={items} />}
      <div className="card-body">
        <CopyField
          label={say("first.address")}
          value={`${location.origin}/o/${encodeURIComponent(organization)}/sign-in`}
          hint={say("first.address-why")}
        />
      </div>
    </section>
  );
}

const steps = ["set-up", "test", "turn-on"] as const;

function Steps({ connections }: { connections: Connection[] }) {
  const { done, at } = progress(connections);
  const paths = {
    "set-up": "/sso-settings",
    test: `/sso-settings/connections/${at?.id}/test`,
    "turn-on": `/sso-settings/connections/${at?.id}/preview`,
  };
  return (
    <ul>
      {steps.map((step, number) => (
        <li key={step} className="thing">
          <div>
            <h3>{say("first.step", { step: number + 1, name: say(`first.${step}`) })}</h3>
            <p>{say(`first.${step}-why`)}</p>
            <CheckChip sign={number < done ? "passed" : "open"} tone={number < done ? "on" : "off"}>
              {say(number < done ? "first.done" : "first.open")}
            </CheckChip>
          </div>
          {number === done && (
            <Button component={Link} href={paths[step]} variant="filled">
              {say(`first.${step}`)}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

/** How many steps are done, by the connection that has come furthest. */
function progress(connections: Connection[]): { done: number; at: Connection | undefined } {
  const passed = connections.find(({ draft, live }) => (draft ?? live)?.passedAt);
  if (passed) return { done: 2, at: passed };
  const saved = connections.find(({ draft, live }) => draft ?? live);
  return { done: saved ? 1 : 0, at: saved };
}
