import type { Codes } from "./descriptor.ts";
import texts from "./texts/openid-codes.en.json";

/** The codes of OAuth 2.0 and OpenID Connect, and one of nobody's that many providers send. */
const codes: Codes<keyof typeof texts> = {
  texts,
  who: {
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
  },
};
export default codes;
