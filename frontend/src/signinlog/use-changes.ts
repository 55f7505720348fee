import { api } from "../api/session.ts";
import { pageSize } from "../ui/pager.tsx";

/** A page of the log of changes; the newest without a cursor. */
export function useChanges(organization: string, cursor?: string) {
  return api.useQuery("get", "/api/v1/organizations/{organization}/audit-events", {
    params: { path: { organization }, query: { ...(cursor && { cursor }), limit: pageSize } },
  });
}
