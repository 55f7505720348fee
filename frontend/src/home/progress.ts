import { isOn } from "../api/connections.ts";
import type { components } from "../api/schema.gen.ts";

type Connection = components["schemas"]["Connection"];
type Requirement = components["schemas"]["Requirement"];

export type StepName = "register" | "test" | "lock" | "turn-on" | "tell";

/** A step to working sign-in, whether it is done, and where one does it. */
export interface Step {
  name: StepName;
  done: boolean;
  path: string;
}

/** How many active people there are, and how many of them have no account at a connection that is on. */
export type Reach = Pick<Requirement, "people" | "notConnected">;

/**
 * The steps to working sign-in, by the connection that has come furthest. That people were told shows when a second
 * one has connected an account: the first may be the super admin.
 */
export function stepsOf(connections: Connection[], reach?: Reach): Step[] {
  const at = furthest(connections);
  const settings = at ? `/sso-settings/connections/${at.id}` : "/sso-settings";
  const isUsed = at !== undefined && isOn(at);
  return [
    { name: "register", done: at !== undefined, path: "/sso-settings" },
    { name: "test", done: isUsed || (at !== undefined && hasPassed(at)), path: `${settings}/test` },
    { name: "lock", done: at !== undefined && at.lockedTo.length > 0, path: settings },
    { name: "turn-on", done: isUsed, path: `${settings}/preview` },
    { name: "tell", done: isUsed && reach !== undefined && isKnown(reach), path: "" },
  ];
}

/** The step that comes next. */
export function nextOf(steps: Step[]): Step | undefined {
  return steps.find((step) => !step.done);
}

/** How many have connected an account. */
export function connectedOf({ people, notConnected }: Reach): number {
  return people - notConnected;
}

function isKnown(reach: Reach): boolean {
  return connectedOf(reach) >= Math.min(2, reach.people);
}

function furthest(connections: Connection[]): Connection | undefined {
  const saved = connections.filter(({ draft, live }) => draft ?? live);
  return saved.find(isOn) ?? saved.find(hasPassed) ?? saved[0];
}

function hasPassed({ draft, live }: Connection): boolean {
  return Boolean((draft ?? live)?.passedAt);
}
