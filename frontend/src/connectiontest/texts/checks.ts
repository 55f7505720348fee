import type { components } from "../../api/schema.gen.ts";
import texts from "./checks.en.json";

type Schemas = components["schemas"];
export type Name = Schemas["TestCheck"]["name"];

/** What a super admin reads of a check that did not pass; `todo` is said after "What to do:". */
export interface Finding {
  said: string;
  todo: string;
}

/** The texts of a check. Of several the first is taken whose values came with the report. */
export interface CheckText {
  name: string | Record<Schemas["ProviderKind"], string>;
  passed: readonly string[];
  info: readonly string[];
  /** When the reason is not one that we know. */
  otherwise: Finding;
}

/** The texts of the checks by name. */
export const checks: Record<Name, CheckText> = texts.checks;

/** What a call to the provider failed with: the end of reasons such as discovery_dns. */
export const calls: Record<string, Finding> = texts.calls;

/** By reason, or by check and reason where the same reason means something else there. */
export const findings: Record<string, Finding> = texts.findings;
