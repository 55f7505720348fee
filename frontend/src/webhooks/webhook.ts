import type { components } from "../api/schema.gen.ts";
import type { BoltName, Tone } from "../ui/state-chip.tsx";
import { say } from "./texts/webhooks.ts";

export type Webhook = components["schemas"]["Webhook"];
export type EventType = components["schemas"]["EventType"];
export type Delivery = components["schemas"]["Delivery"];

/** All types of events, in the order of the form. */
export const eventTypes: EventType[] = [
  "user.created",
  "user.updated",
  "user.deactivated",
  "user.reactivated",
  "user.role_changed",
  "identity.linked",
  "identity.unlinked",
  "connection.degraded",
  "connection.recovered",
  "connection.secret_expiring",
  "client.created",
  "client.revoked",
  "client.secret_expiring",
];

/** What people know a webhook by: what it is for, or its host. The path of its address may be secret. */
export function webhookName({ description, url }: Pick<Webhook, "description" | "url">): string {
  return description || hostOf(url);
}

export function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}

/** Whether something is on its way to it, or will be tried again. */
export function isSending({ enabled, waiting }: Webhook): boolean {
  return enabled && waiting > 0;
}

type Look = { bolt: BoltName; tone: Tone; text: string };

/** How its state is drawn: nothing is sent, nothing arrives, or all is well. */
export function stateOf({ enabled, offReason, failingSince }: Webhook): Look {
  if (!enabled && offReason === "switched_off") return { bolt: "drawn", tone: "off", text: say("state.off") };
  if (!enabled) return { bolt: "broken", tone: "bad", text: say("state.stopped") };
  if (failingSince) return { bolt: "broken", tone: "warn", text: say("state.failing") };
  return { bolt: "thrown", tone: "on", text: say("state.on") };
}
