import type { components } from "../api/schema.gen.ts";
import { say } from "./app.ts";
import { enumerated } from "./lists.ts";

/** What a role is called: the built-in ones in the reader's language, all others as they were named. */
export function roleTitle(key: string, name: string): string {
  return key === "super_admin" || key === "agent" ? say(`role.${key}`) : name;
}

type RolePermission = components["schemas"]["RolePermission"];

const permissions: Record<RolePermission, true> = { "log:read": true, "users:read": true, "events:read": true };

/** All that a role of an organization's own may permit, in the order in which it is shown. */
export const rolePermissions = Object.keys(permissions) as RolePermission[];

/** What a role permits in Latchkey, in a sentence. */
export function rolePermits(key: string, permissions: string[]): string {
  if (key === "super_admin") return say("role.all");
  const may = rolePermissions.filter((one) => permissions.includes(one));
  return may.length > 0 ? enumerated(may.map((one) => say(`role.${one}`))) : say("role.none");
}
