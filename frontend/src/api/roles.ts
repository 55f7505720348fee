import { useMay } from "./may.ts";
import type { components } from "./schema.gen.ts";
import { api } from "./session.ts";

export type Role = components["schemas"]["Role"];

/** The roles of the organization. Whoever may not see them asks for none: for them they do not exist. */
export function useRoles(organization: string) {
  const may = useMay();
  return api.useQuery(
    "get",
    "/api/v1/organizations/{organization}/roles",
    { params: { path: { organization } } },
    { enabled: may("roles:read") },
  );
}
