import { isOn } from "../api/connections.ts";
import type { components } from "../api/schema.gen.ts";
import { type BrandKey, brands, isBrand } from "../providers/providers.tsx";
import { sentences } from "../text/lists.ts";
import { listOf } from "../text/names.ts";
import { providerName, providerTitle } from "../text/provider.ts";
import { timeInSentence } from "../text/time.ts";
import {
  type Connection,
  causeText,
  daysLeft,
  expiryText,
  isSecretCause,
  manyAway,
  type State,
  stateOf,
} from "./states.ts";
import { say } from "./texts/connections.ts";

/** The brands that this organization has not begun to set up. */
export function missingBrands(connections: Connection[]): BrandKey[] {
  return brands.filter((brand) => !connections.some(({ provider }) => provider === brand));
}

/**
 * Whether the sign-in page shows the button of a connection that is not on: it shows both brands
 * until a first provider was turned on, and the button only says that there is nothing behind it.
 */
export function isShownBefore({ provider }: Connection, all: Connection[]): boolean {
  const wasTurnedOn = all.some((one) => isOn(one) || one.status === "disabled");
  return !wasTurnedOn && isBrand(provider);
}

const order = ["on", "broken", "tested", "failed", "draft", "off", "blank"] as const satisfies State[];

/** "Google and Microsoft are on. Partner login is not working. Password sign-in is allowed." */
export function overallText(connections: Connection[], policy?: components["schemas"]["SignInPolicy"]): string {
  const named = connections.map((one) => ({ state: stateOf(one), name: providerName(one.provider, one.label) }));
  const all = [
    ...named,
    ...missingBrands(connections).map((one) => ({ state: "blank" as State, name: providerName(one) })),
  ];
  const states = order.map((state) =>
    sentence(
      state,
      all.filter((one) => one.state === state).map(({ name }) => name),
    ),
  );
  return sentences([...states, policy ? passwordText(policy) : ""]);
}

function sentence(state: State, names: string[]): string {
  return names.length === 0 ? "" : say.count(`overall.${state}`, names.length, { names: listOf(names) });
}

/** Who may use a password, now and later. */
export function passwordText({ passwordSignIn, ssoRequiredFrom }: components["schemas"]["SignInPolicy"]): string {
  if (!passwordSignIn) return say("overall.required");
  return ssoRequiredFrom
    ? say("overall.required-from", { when: timeInSentence(new Date(ssoRequiredFrom), new Date()) })
    : say("overall.password");
}

/** The one thing that the page says first. */
export interface Worst {
  tone: "bad" | "warn";
  title: string;
  why: string;
  link: { text: string; path: string };
}

/** The worst that is wrong with any connection: not working, then a secret that is over or soon will be, then people who stay away. */
export function worstOf(connections: Connection[], now: Date): Worst | null {
  return firstOf(connections, broken) ?? secretNotice(connections, now) ?? firstOf(connections, away);
  function broken(connection: Connection): Worst | null {
    if (!connection.degraded || stateOf(connection) !== "broken") return null;
    const since = timeInSentence(new Date(connection.degraded.since), now);
    const isSecret = isSecretCause(connection.degraded);
    return {
      tone: "bad",
      title: say("worst.broken", { name: providerName(connection.provider, connection.label), since }),
      why: say("worst.cause", { cause: causeText(connection.degraded) }),
      link: isSecret
        ? { text: say("worst.new-secret"), path: newSecretPath(connection) }
        : { text: say("worst.test"), path: testPath(connection) },
    };
  }
}

/** The secret that is over first, of a connection that is in use. */
function secretNotice(connections: Connection[], now: Date): Worst | null {
  const ending = connections
    .filter((one) => stateOf(one) === "on")
    .map((one) => ({ one, left: daysLeft(one, now) }))
    .filter((entry): entry is { one: Connection; left: number } => entry.left !== null)
    .sort((a, b) => a.left - b.left)[0];
  if (!ending) return null;
  const name = providerTitle(ending.one.provider, ending.one.label);
  return {
    tone: ending.left < 0 ? "bad" : "warn",
    title: say("worst.secret", { name, what: expiryText(ending.left) }),
    why: say(ending.left < 0 ? "worst.secret-over" : "worst.secret-soon"),
    link: { text: say("worst.new-secret"), path: newSecretPath(ending.one) },
  };
}

function away(connection: Connection): Worst | null {
  if (stateOf(connection) !== "on" || !manyAway(connection)) return null;
  const { notReturned, started } = connection.lastDay;
  return {
    tone: "warn",
    title: say.count("worst.away", notReturned, {
      name: providerName(connection.provider, connection.label),
      started,
    }),
    why: say("worst.away-why"),
    link: { text: say("counts.find"), path: testPath(connection) },
  };
}

function firstOf(connections: Connection[], look: (connection: Connection) => Worst | null): Worst | null {
  for (const connection of connections) {
    const found = look(connection);
    if (found) return found;
  }
  return null;
}

export function formPath({ id }: Pick<Connection, "id">): string {
  return `/sso-settings/connections/${encodeURIComponent(id)}`;
}

export function testPath(connection: Pick<Connection, "id">): string {
  return `${formPath(connection)}/test`;
}

/** The form with nothing but the secret in it. */
export function newSecretPath(connection: Pick<Connection, "id">): string {
  return `${formPath(connection)}?fix=secret`;
}

/** What happens when it is turned on, and the button that does. */
export function previewPath(connection: Pick<Connection, "id">): string {
  return `${formPath(connection)}/preview`;
}
