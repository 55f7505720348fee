import { Button, Progress } from "@mantine/core";
import { Link } from "wouter";
import { isOn, useConnections } from "../api/connections.ts";
import { api } from "../api/session.ts";
import { CopyField } from "../ui/copy-field.tsx";
import { CheckChip } from "../ui/state-chip.tsx";
import { connectedOf, nextOf, type Reach, type Step, stepsOf } from "./progress.ts";
import { say } from "./texts/home.ts";

/** For a super admin: the steps until people sign in through a provider, and the address where they do. */
export function FirstSteps({ organization }: { organization: string }) {
  const items = useConnections(organization).data?.items;
  const { data: reach, isLoading } = useReach(organization, items?.some(isOn) ?? false);
  const steps = items && !isLoading ? stepsOf(items, reach) : undefined;
  const next = steps && nextOf(steps);
  return (
    <section className="card" aria-labelledby="first">
      <header>
        <h2 id="first">{say(next ? "first.title" : "first.share")}</h2>
      </header>
      {steps && next && <Steps steps={steps} next={next} />}
      <div className="card-body">
        <CopyField
          label={say("first.address")}
          value={`${location.origin}/o/${encodeURIComponent(organization)}/sign-in`}
          hint={say("first.address-why")}
        />
        {reach && <Connected reach={reach} />}
      </div>
    </section>
  );
}

/** How many have connected an account; asked only while there is something to connect to. */
function useReach(organization: string, enabled: boolean) {
  const path = "/api/v1/organizations/{organization}/sign-in-policy/requirement";
  return api.useQuery("get", path, { params: { path: { organization } } }, { enabled });
}

function Steps({ steps, next }: { steps: Step[]; next: Step }) {
  return (
    <ol>
      {steps.map((step, number) => (
        <li key={step.name} className="thing" aria-current={step === next ? "step" : undefined}>
          <div>
            <h3>{say("first.step", { step: number + 1, name: say(`first.${step.name}`) })}</h3>
            <p>{say(`first.${step.name}-why`)}</p>
            <CheckChip sign={step.state === "done" ? "passed" : "open"} tone={step.state === "done" ? "on" : "off"}>
              {say(`first.${step.state}`)}
            </CheckChip>
          </div>
          {step === next && step.path && (
            <Button component={Link} href={step.path} variant="filled">
              {say(`first.${step.name}`)}
            </Button>
          )}
        </li>
      ))}
    </ol>
  );
}

function Connected({ reach }: { reach: Reach }) {
  const said = say("first.reach", { connected: connectedOf(reach), people: reach.people });
  return (
    <div>
      <p>
        {said}{" "}
        {reach.notConnected > 0 && (
          <Link className="link" href="/users?filter=not_connected">
            {say("first.missing")}
          </Link>
        )}
      </p>
      <Progress
        mt="xs"
        color="var(--chart-1)"
        value={(100 * connectedOf(reach)) / Math.max(1, reach.people)}
        aria-label={said}
      />
    </div>
  );
}
