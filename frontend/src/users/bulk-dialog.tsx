import { NativeSelect, Skeleton } from "@mantine/core";
import { useState } from "react";
import { useRoles } from "../api/roles.ts";
import type { components } from "../api/schema.gen.ts";
import { api, calls } from "../api/session.ts";
import { useConfirmed } from "../stepup/confirmed.tsx";
import { roleTitle } from "../text/role.ts";
import { answered, Confirm } from "../ui/confirm.tsx";
import { isRefused } from "../ui/problem.ts";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import { LeftAlone } from "./left-alone.tsx";
import type { Chosen } from "./selection.ts";
import { say } from "./texts/users.ts";

type Schemas = components["schemas"];

interface BulkDialogProps {
  organization: string;
  action: Schemas["UserBulkAction"];
  of: Chosen["order"];
  onStarted: (change: Schemas["UserBulkChange"]) => void;
  onClose: () => void;
}

/** Says what a change of many people would come to, and begins it when that is confirmed. */
export function BulkDialog({ organization, action, of, onStarted, onClose }: BulkDialogProps) {
  const [role, setRole] = useState("agent");
  const confirmed = useConfirmed();
  const body = { action, ...of, ...(action === "set_role" && { role }) };
  const path = { organization };
  const preview = api.useQuery(
    "post",
    "/api/v1/organizations/{organization}/user-bulk-changes",
    { params: { path, query: { dryRun: true } }, body },
    { staleTime: 0, gcTime: 0, refetchOnWindowFocus: false },
  );
  async function act() {
    const change = await confirmed(() =>
      answered(calls.POST("/api/v1/organizations/{organization}/user-bulk-changes", { params: { path }, body })),
    );
    onStarted(change as Schemas["UserBulkChange"]);
  }
  return (
    <Confirm
      title={say(`bulk.${action}-ask`)}
      action={say(`bulk.${action}`)}
      busyAction={say("bulk.starting")}
      danger={action === "deactivate"}
      act={act}
      onClose={onClose}
    >
      <p>{say(`bulk.${action}-why`)}</p>
      {action === "set_role" && <RoleChoice organization={organization} role={role} onChange={setRole} />}
      {action === "invite" && isRefused(preview.error, "conflict") ? (
        <p className="notice warn" role="alert">
          {say("refused.invite")}
        </p>
      ) : preview.error ? (
        <ProblemAlert problem={preview.error} />
      ) : preview.data ? (
        <Effect seen={preview.data as Schemas["UserBulkPreview"]} />
      ) : (
        <Skeleton h={48} aria-hidden="true" />
      )}
    </Confirm>
  );
}

function Effect({ seen }: { seen: Schemas["UserBulkPreview"] }) {
  return (
    <div role="status">
      <p>
        <strong>{say.count("bulk.changes", seen.changes)}</strong>
      </p>
      <LeftAlone counts={seen.leftAlone} />
    </div>
  );
}

interface RoleChoiceProps {
  organization: string;
  role: string;
  onChange: (role: string) => void;
}

/** The roles that many may get at once: super admins are made one by one. */
function RoleChoice({ organization, role, onChange }: RoleChoiceProps) {
  const roles = useRoles(organization).data?.items ?? [{ key: "agent", name: "agent" }];
  return (
    <NativeSelect
      label={say("person.role")}
      description={say("bulk.set_role-hint")}
      value={role}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={roles
        .filter(({ key }) => key !== "super_admin")
        .map(({ key, name }) => ({ value: key, label: roleTitle(key, name) }))}
    />
  );
}
