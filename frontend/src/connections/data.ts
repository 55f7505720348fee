import { api } from "../api/session.ts";
import type { Connection } from "./states.ts";

export { useConnections } from "../api/connections.ts";
export { useOrganization, useRefresh } from "../shell/page.tsx";

export function useConnection(organization: string, connectionId: string) {
  return api.useQuery("get", "/api/v1/organizations/{organization}/connections/{connectionId}", {
    params: { path: { organization, connectionId } },
  });
}

/** Where a connection is kept that was read. */
export function connectionKey(organization: string, connectionId: string) {
  return api.queryOptions("get", "/api/v1/organizations/{organization}/connections/{connectionId}", {
    params: { path: { organization, connectionId } },
  }).queryKey;
}

/** Where a change of a connection goes, and which one it was made on. */
export function changeOf(organization: string, { id, etag }: Pick<Connection, "id" | "etag">) {
  return { path: { organization, connectionId: id }, header: { "If-Match": etag } };
}
