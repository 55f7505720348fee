import type { components } from "../api/schema.gen.ts";
import { api } from "../api/session.ts";

/** The connections by their names, as the list of the roles that they give has them: the page has that list anyway. */
export function useConnections(organization: string): components["schemas"]["RoleChoice"][] {
  const params = { params: { path: { organization } } };
  return api.useQuery("get", "/api/v1/organizations/{organization}/role-choices", params).data?.items ?? [];
}
