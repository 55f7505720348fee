import type { components } from "./schema.gen.ts";
import { api } from "./session.ts";

export type Permission = components["schemas"]["Permission"];

/** Whether the person who is signed in may do something in the organization, by their role. */
export function useMay(): (permission: Permission) => boolean {
  const { data: me } = api.useQuery("get", "/api/v1/me");
  return (permission) => me?.permissions.includes(permission) ?? false;
}
