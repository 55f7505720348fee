import { useMay } from "./may.ts";
import type { components } from "./schema.gen.ts";
import { api } from "./session.ts";

type Connection = components["schemas"]["Connection"];

/** The SSO applications of the organization. Whoever may not see them asks for none: for them they do not exist. */
export function useConnections(organization: string, wanted = true) {
  const may = useMay();
  return api.useQuery(
    "get",
    "/api/v1/organizations/{organization}/connections",
    { params: { path: { organization } } },
    { enabled: wanted && may("connections:read") },
  );
}

/** Whether a connection is turned on: people sign in through it, or would if it worked. */
export function isOn({ status }: Pick<Connection, "status">): boolean {
  return status === "enabled" || status === "degraded";
}

const soon = 30 * 86_400_000;

/** Why a super admin must look at a connection, the worst first; nothing if all is well. */
export type Trouble = "degraded" | "expired" | "expiring";

/** What is wrong with a connection that people sign in through. */
export function troubleOf({ status, live }: Pick<Connection, "status" | "live">, now: Date): Trouble | null {
  if (status === "degraded") return "degraded";
  if (status !== "enabled" || !live?.secretExpiresAt) return null;
  const left = Date.parse(live.secretExpiresAt) - now.getTime();
  if (left <= 0) return "expired";
  return left <= soon ? "expiring" : null;
}
