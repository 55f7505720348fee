import type { components } from "./schema.gen.ts";
import { api } from "./session.ts";

export type Role = components["schemas"]["Role"];

/** The roles of the organization. Only for super admins: for everybody else they do not exist. */
export function useRoles(organization: string) {
  return api.useQuery("get", "/api/v1/organizations/{organization}/roles", { params: { path: { organization } } });
}
