import type { components } from "../api/schema.gen.ts";
import type { Descriptor } from "../providers/descriptor.ts";
import type { BoltName, Tone } from "../ui/state-chip.tsx";
import { say } from "./texts/connections.ts";

type Schemas = components["schemas"];
export type Connection = Schemas["Connection"];
export type Version = Schemas["ConnectionVersion"];

/** The state of a connection as the screens tell it apart. `blank` has been created and has no values yet. */
export type State = "blank" | "draft" | "failed" | "tested" | "on" | "broken" | "off";

export const chips: Record<State, { bolt: BoltName; tone: Tone }> = {
  blank: { bolt: "drawn", tone: "off" },
  draft: { bolt: "dashed", tone: "test" },
  failed: { bolt: "dashed", tone: "bad" },
  tested: { bolt: "drawn", tone: "test" },
  on: { bolt: "thrown", tone: "on" },
  broken: { bolt: "broken", tone: "bad" },
  off: { bolt: "drawn", tone: "off" },
};

const states = { draft: "draft", tested: "tested", enabled: "on", degraded: "broken", disabled: "off" } as const;

export function stateOf(connection: Connection): State {
  if (!newestOf(connection)) return "blank";
  const state = states[connection.status];
  return state === "draft" && hasFailed(connection) ? "failed" : state;
}

/** The newest version: the one that the form shows and that a test tests. */
export function newestOf({ draft, live }: Connection): Version | null {
  return draft ?? live;
}

/** Whether the newest version was tested last and did not pass. */
export function hasFailed({ lastTest }: Connection): boolean {
  return lastTest?.current === true && lastTest.state === "failed";
}

/** Whether the newest version is saved, not live, and has not passed. */
export function needsTest(connection: Connection): boolean {
  const newest = newestOf(connection);
  return newest !== null && newest.passedAt === null;
}

const day = 86_400_000;
const warnDays = 30;

/** The whole days that the secret in use is still good for, once there are 30 or fewer; negative when it is over. */
export function daysLeft({ live, draft }: Connection, now: Date): number | null {
  const noted = (live ?? draft)?.secretExpiresAt;
  if (!noted) return null;
  const left = Math.floor((Date.parse(noted) - now.getTime()) / day);
  return left <= warnDays ? left : null;
}

/** What the chip beside the state says about the secret. */
export function expiryText(left: number): string {
  if (left < 0) return say("expiry.over");
  if (left === 0) return say("expiry.today");
  return left === 1 ? say("expiry.tomorrow") : say.count("expiry.days", left);
}

/** So many people stay away that something at the provider must be wrong: three at least, and one in five. */
export function manyAway({ lastDay }: Connection): boolean {
  return lastDay.notReturned >= 3 && lastDay.notReturned * 5 >= lastDay.started;
}

export type Action = "set-up" | "test" | "turn-on" | "fix" | "rotate" | "edit" | "turn-off";

/** The buttons of a card, and which of them matters now. */
export function actionsOf(connection: Connection, now: Date): { main: Action | null; others: Action[] } {
  switch (stateOf(connection)) {
    case "blank":
      return { main: "set-up", others: [] };
    case "draft":
      return { main: "test", others: ["edit"] };
    case "failed":
      return { main: "edit", others: ["test"] };
    case "tested":
      return { main: "turn-on", others: ["edit", "test"] };
    case "broken":
      return { main: "fix", others: ["test", "turn-off"] };
    case "off":
      return needsTest(connection)
        ? { main: "test", others: ["edit"] }
        : { main: null, others: ["turn-on", "edit", "test"] };
    case "on":
      if (needsTest(connection)) return { main: "test", others: ["edit", "turn-off"] };
      if (daysLeft(connection, now) !== null) return { main: "rotate", others: ["edit", "test"] };
      return { main: null, others: ["edit", "test", "turn-off"] };
  }
}

/** "412709…9d2k": enough to tell two ids apart. */
export function shortId(text: string): string {
  return text.length > 14 ? `${text.slice(0, 6)}…${text.slice(-4)}` : text;
}

/** The same of a client ID, "412709…9d2k…" where its brand ends all of them alike. */
export function shortClientId({ clientIdEnd = "" }: Pick<Descriptor, "clientIdEnd">, clientId: string): string {
  if (!clientIdEnd || !clientId.endsWith(clientIdEnd)) return shortId(clientId);
  return `${shortId(clientId.slice(0, -clientIdEnd.length))}…`;
}

/** Why a connection does not work, in plain words. */
export function causeText({ reason }: Schemas["Degraded"]): string {
  return Object.hasOwn(causes, reason) ? say(causes[reason as keyof typeof causes]) : say("cause.other", { reason });
}

/** Whether a new secret would mend it. */
export function isSecretCause({ reason }: Schemas["Degraded"]): boolean {
  return reason === "client_secret_invalid" || reason === "client_secret_expired";
}

const causes = {
  client_secret_invalid: "cause.client_secret_invalid",
  client_secret_expired: "cause.client_secret_expired",
  client_unknown: "cause.client_unknown",
  client_disabled: "cause.client_disabled",
  issuer_mismatch: "cause.issuer_mismatch",
  endpoint_refused: "cause.endpoint_refused",
  lock_unreadable: "cause.lock_unreadable",
} as const;
