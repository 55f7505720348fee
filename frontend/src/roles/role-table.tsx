import { Button } from "@mantine/core";
import { useState } from "react";
import type { Role } from "../api/roles.ts";
import { rolePermits, roleTitle } from "../text/role.ts";
import { ChangeRole } from "./change-role.tsx";
import { DeleteRole } from "./delete-role.tsx";
import { say } from "./texts/roles.ts";

interface RoleTableProps {
  organization: string;
  items: Role[];
}

/** The roles, each with what it permits and how many people have it. */
export function RoleTable({ organization, items }: RoleTableProps) {
  return (
    <table className="table cards labelled">
      <thead>
        <tr>
          <th scope="col">{say("column.role")}</th>
          <th scope="col">{say("column.may")}</th>
          <th scope="col">{say("column.people")}</th>
          <th scope="col">
            <span className="vh">{say("column.actions")}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((role) => (
          <Row key={role.key} organization={organization} role={role} />
        ))}
      </tbody>
    </table>
  );
}

const dialogs = { change: ChangeRole, drop: DeleteRole };

function Row({ organization, role }: { organization: string; role: Role }) {
  const [open, setOpen] = useState<keyof typeof dialogs | null>(null);
  const Open = open && dialogs[open];
  const title = roleTitle(role.key, role.name);
  const action = (what: keyof typeof dialogs) => (
    <Button color={what === "drop" ? "bad" : undefined} onClick={() => setOpen(what)}>
      {say(`${what}.open`)}
      <span className="vh"> {title}</span>
    </Button>
  );
  return (
    <tr>
      <td className="pair">
        <b dir="auto">{title}</b>
        <bdi className="sub mono">{role.key}</bdi>
        {role.description && (
          <span className="sub" dir="auto">
            {role.description}
          </span>
        )}
      </td>
      <td data-label={say("column.may")}>{rolePermits(role.key, role.permissions)}</td>
      <td data-label={say("column.people")}>
        {role.people === 0 ? say("people.none") : say.count("people.some", role.people)}
      </td>
      <td>
        {role.builtIn ? (
          <span className="sub">{say("built-in")}</span>
        ) : (
          <div className="actions">
            {action("change")}
            {action("drop")}
          </div>
        )}
        {Open && <Open organization={organization} role={role} onClose={() => setOpen(null)} />}
      </td>
    </tr>
  );
}
