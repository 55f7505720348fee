import { isOn } from "../api/connections.ts";
import type { components } from "../api/schema.gen.ts";

type Connection = components["schemas"]["Connection"];
type Requirement = components["schemas"]["Requirement"];

export type StepName = "register" | "test" | "lock" | "turn-on" | "tell";

/** A step to working sign-in, how far it is, and where one does it. What the operator turned on may never have been tested. */
export interface Step {
  name: StepName;
  state: "done" | "open" | "untested";
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
    { name: "register", state: doneIf(at !== undefined), path: "/sso-settings" },
    { name: "test", state: testState(at), path: `${settings}/test` },
    { name: "lock", state: doneIf(at !== undefined && at.lockedTo.length > 0), path: settings },
    { name: "turn-on", state: doneIf(isUsed), path: `${settings}/preview` },
    { name: "tell", state: doneIf(isUsed && reach !== undefined && isKnown(reach)), path: "" },
  ];
}

/** The step that comes next. */
export function nextOf(steps: Step[]): Step | undefined {
  return steps.find(({ state }) => state === "open");
}

/** How many have connected an account. */
export function connectedOf({ people, notConnected }: Reach): number {
  return people - notConnected;
}

function doneIf(isDone: boolean): Step["state"] {
  return isDone ? "done" : "open";
}

/** By the version that sign-ins use, if one is on: without a test it is no step before them any more. */
function testState(at: Connection | undefined): Step["state"] {
  if (!at) return "open";
  if (isOn(at)) return at.live?.passedAt ? "done" : "untested";
  return doneIf(hasPassed(at));
}

function isKnown(reach: Reach): boolean {
  return connectedOf(reach) >= Math.min(2, reach.people);
}

function furthest(connections: Connection[]): Connection | undefined {
  const saved = connections.filter(({ draft, live }) => draft ?? live);
  return saved.find((one) => isOn(one) && one.live?.passedAt) ?? saved.find(isOn) ?? saved.find(hasPassed) ?? saved[0];
}

function hasPassed({ draft, live }: Connection): boolean {
  return Boolean((draft ?? live)?.passedAt);
}
