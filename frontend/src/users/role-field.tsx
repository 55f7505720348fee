import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import { useRoles } from "../api/roles.ts";
import { rolePermits, roleTitle } from "../text/role.ts";
import { say } from "./texts/users.ts";

interface RoleFieldProps {
  organization: string;
  /** The role that the person has, and what it is called. */
  has: string;
  name: string;
  error: string | undefined;
}

/** The role of a person, with what it permits. Until the roles are known, the built-in ones and the person's own. */
export function RoleField({ organization, has, name, error }: RoleFieldProps) {
  const [chosen, setChosen] = useState(has);
  const roles = useRoles(organization).data?.items ?? known(has, name);
  const role = roles.find(({ key }) => key === chosen);
  return (
    <NativeSelect
      name="role"
      label={say("person.role")}
      description={role?.permissions && [role.description, rolePermits(role.key, role.permissions)].join(" ").trim()}
      defaultValue={has}
      onChange={(event) => setChosen(event.currentTarget.value)}
      data={roles.map((one) => ({ value: one.key, label: roleTitle(one.key, one.name) }))}
      error={error}
    />
  );
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
