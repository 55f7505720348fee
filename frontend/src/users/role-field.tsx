import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import { useRoles } from "../api/roles.ts";
import type { components } from "../api/schema.gen.ts";
import { rolePermits, roleTitle } from "../text/role.ts";
import { timeInSentence } from "../text/time.ts";
import { say } from "./texts/users.ts";

interface RoleFieldProps {
  organization: string;
  /** The role that the person has, and what it is called. */
  has: string;
  name: string;
  /** Where it comes from; missing where nobody asked. */
  came: components["schemas"]["RoleCame"] | undefined;
  error: string | undefined;
}

/** The role of a person, with what it permits. Until the roles are known, the built-in ones and the person's own. */
export function RoleField({ organization, has, name, came, error }: RoleFieldProps) {
  const [chosen, setChosen] = useState(has);
  const roles = useRoles(organization).data?.items ?? known(has, name);
  const role = roles.find(({ key }) => key === chosen);
  const permits = role?.permissions && [role.description, rolePermits(role.key, role.permissions)].join(" ").trim();
  const by = came && explained(came);
  return (
    <NativeSelect
      name="role"
      label={say("person.role")}
      description={
        <>
          {permits}
          {permits && by && <br />}
          {by}
        </>
      }
      disabled={came?.locked}
      defaultValue={has}
      onChange={(event) => setChosen(event.currentTarget.value)}
      data={roles.map((one) => ({ value: one.key, label: roleTitle(one.key, one.name) }))}
      error={error}
    />
  );
}

/** "Set by rule 3, at the sign-in of today, 12:04.": what set a role, if it was no person. */
function explained({ source, rule, at, locked, untilSignIn, groupsUnsent }: components["schemas"]["RoleCame"]): string {
  const when = at ? timeInSentence(new Date(at), new Date()) : "";
  const by =
    source === "rule" && rule
      ? say("role.by-rule", { place: String(rule), when })
      : source === "rule"
        ? say("role.by-gone-rule", { when })
        : source === "default" && at
          ? say("role.by-default", { when })
          : "";
  const holds = locked ? say("role.locked") : untilSignIn && say("role.until-sign-in");
  return [by, holds, groupsUnsent && say("role.groups-unsent")].filter(Boolean).join(" ");
}

interface Known {
  key: string;
  name: string;
  description?: string;
  permissions?: string[];
}

function known(key: string, name: string): Known[] {
  const builtIn = ["super_admin", "agent"].map((one) => ({ key: one, name: one }));
  return builtIn.some((one) => one.key === key) ? builtIn : [...builtIn, { key, name }];
}
