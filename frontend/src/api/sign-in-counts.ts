import { zoneName } from "../text/zone.ts";
import { api } from "./session.ts";

/** How the sign-ins of the last days ended. The days are the reader's. */
export function useSignInCounts(organization: string) {
  return api.useQuery("get", "/api/v1/organizations/{organization}/sign-in-counts", {
    params: { path: { organization }, query: { timeZone: zoneName() } },
  });
}
