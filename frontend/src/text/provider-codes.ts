import texts from "./provider-codes.en.json";

/** Who can mend it: the person who signs in, a super admin here, or who administers the provider's directory. */
export type Fixer = "person" | "super_admin" | "provider_admin";

/** An error code of a provider in plain words. */
export interface CodeExplanation {
  title: string;
  why: string;
  fix: string;
}

/** A code that a provider named, what it means, and who is to act. */
export interface ExplainedCode extends CodeExplanation {
  code: string;
  who: Fixer;
}

const whoFixes: Record<keyof typeof texts.codes, Fixer> = {
  access_denied: "person",
  invalid_request: "super_admin",
  unauthorized_client: "provider_admin",
  unsupported_response_type: "provider_admin",
  unsupported_grant_type: "provider_admin",
  invalid_scope: "provider_admin",
  server_error: "person",
  temporarily_unavailable: "person",
  login_required: "person",
  interaction_required: "person",
  account_selection_required: "person",
  consent_required: "provider_admin",
  invalid_client: "super_admin",
  invalid_grant: "person",
  redirect_uri_mismatch: "provider_admin",
  org_internal: "person",
  admin_policy_enforced: "provider_admin",
  disallowed_useragent: "person",
  deleted_client: "super_admin",
  disabled_client: "provider_admin",
  access_blocked: "provider_admin",
  AADSTS16000: "person",
  AADSTS50020: "person",
  AADSTS50034: "person",
  AADSTS50053: "person",
  AADSTS50055: "person",
  AADSTS50057: "provider_admin",
  AADSTS50058: "person",
  AADSTS50126: "person",
  AADSTS50132: "person",
  AADSTS50133: "person",
  AADSTS50140: "person",
  AADSTS50144: "person",
  AADSTS50173: "person",
  AADSTS51004: "person",
  AADSTS90072: "person",
  AADSTS50072: "person",
  AADSTS50074: "person",
  AADSTS50076: "person",
  AADSTS50079: "person",
  AADSTS50097: "person",
  AADSTS50129: "person",
  AADSTS50131: "provider_admin",
  AADSTS50158: "person",
  AADSTS53000: "person",
  AADSTS53001: "person",
  AADSTS53002: "provider_admin",
  AADSTS53003: "provider_admin",
  AADSTS53004: "provider_admin",
  AADSTS53011: "provider_admin",
  AADSTS500021: "provider_admin",
  AADSTS50011: "provider_admin",
  AADSTS50105: "provider_admin",
  AADSTS50194: "super_admin",
  AADSTS65001: "provider_admin",
  AADSTS65004: "person",
  AADSTS65005: "provider_admin",
  AADSTS650052: "provider_admin",
  AADSTS650056: "provider_admin",
  AADSTS70001: "super_admin",
  AADSTS70011: "provider_admin",
  AADSTS700016: "super_admin",
  AADSTS700025: "provider_admin",
  AADSTS700051: "provider_admin",
  AADSTS700054: "provider_admin",
  AADSTS7000112: "provider_admin",
  AADSTS7000215: "super_admin",
  AADSTS7000218: "super_admin",
  AADSTS7000222: "super_admin",
  AADSTS9002326: "provider_admin",
  AADSTS9002327: "provider_admin",
  AADSTS500112: "person",
  AADSTS500113: "provider_admin",
  AADSTS90094: "provider_admin",
  AADSTS90095: "provider_admin",
  AADSTS50001: "provider_admin",
  AADSTS50059: "super_admin",
  AADSTS50128: "super_admin",
  AADSTS90002: "super_admin",
  AADSTS500011: "provider_admin",
  AADSTS501481: "person",
  AADSTS54005: "person",
  AADSTS70000: "person",
  AADSTS70008: "person",
  AADSTS90033: "person",
  AADSTS900144: "super_admin",
  AADSTS9002313: "super_admin",
};

/**
 * The codes that we explain. Which refusal a code is, the server decides
 * (api/idp/provider); a test there holds both lists together. Microsoft may change
 * its codes at any time: one that is not listed reads as the OAuth error beside it.
 */
export const providerCodes: Record<string, CodeExplanation> = texts.codes;

/**
 * Finds the code in what was received, such as "access_denied AADSTS50105".
 * Microsoft's own code says more than the OAuth error beside it.
 */
export function explainCode(received: string): ExplainedCode | null {
  const words = received.match(/\w+/g) ?? [];
  const codes = [...words.filter((word) => word.startsWith("AADSTS")), ...words];
  const code = codes.find((word) => Object.hasOwn(providerCodes, word));
  const found = code === undefined ? undefined : providerCodes[code];
  return found && isKnown(code) ? { code, who: whoFixes[code], ...found } : null;
}

function isKnown(code: string | undefined): code is keyof typeof texts.codes {
  return code !== undefined && Object.hasOwn(texts.codes, code);
}
