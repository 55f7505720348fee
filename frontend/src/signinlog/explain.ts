import type { components } from "../api/schema.gen.ts";
import { byReason, type Explanation, explanations, requests } from "../text/attempts.ts";
import { fill } from "../text/fill.ts";
import { providerName as nameOf } from "../text/provider.ts";
import { say } from "./texts/log.ts";

type Entry = components["schemas"]["SignInEntry"];
type Detail = components["schemas"]["SignInDetail"];

/** Why an attempt ended as it did, in plain words. */
export function why(entry: Entry): string {
  if (entry.result === "signed_in") return say(`why.${entry.purpose}`, { provider: providerName(entry) });
  if (entry.result === "asked") return say("why.asked");
  const found = lookUp(entry);
  return found ? fill(found.title, { provider: providerName(entry) }) : say("why.unknown", { code: entry.code ?? "" });
}

/** Who must do what now; nothing after a success. */
export function next(detail: Detail): string | null {
  if (detail.result === "signed_in") return null;
  if (detail.result === "asked") return say("next.asked");
  const values = {
    provider: providerName(detail),
    application: applicationName(detail),
    ref: detail.reference,
    expected: detail.expected || say("org.yours"),
  };
  const found = lookUp(detail);
  return found ? fill(found.next, values) : say("next.unknown", values);
}

/** "Google"; "the provider" in a sentence about an attempt that has none. */
export function providerName({ provider, label }: Pick<Entry, "provider" | "label">): string {
  return provider ? nameOf(provider, label) : say("provider.none");
}

/** The name of the application that asked; "the application" in a sentence about one that the organization does not have. */
export function applicationName({ application }: Pick<Entry, "application">): string {
  return application ?? say("application.none");
}

function lookUp({ code, reason }: Entry): Explanation | null {
  if (code === null) return null;
  if (isRequest(code)) return requests[code];
  if (!isKnown(code)) return null;
  return { ...explanations[code], ...byReason[code]?.[reason] };
}

function isKnown(code: string): code is keyof typeof explanations {
  return Object.hasOwn(explanations, code);
}

function isRequest(code: string): code is keyof typeof requests {
  return Object.hasOwn(requests, code);
}
