import type { Codes } from "./descriptor.ts";
import texts from "./texts/google-codes.en.json";

/** The codes of Google's own that we explain, and who mends each. */
const codes: Codes<keyof typeof texts> = {
  texts,
  who: {
    org_internal: "person",
    admin_policy_enforced: "provider_admin",
    disallowed_useragent: "person",
    deleted_client: "super_admin",
    disabled_client: "provider_admin",
    access_blocked: "provider_admin",
  },
};
export default codes;
