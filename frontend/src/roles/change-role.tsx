import { useState } from "react";
import type { Role } from "../api/roles.ts";
import type { components } from "../api/schema.gen.ts";
import { calls } from "../api/session.ts";
import { useRevisedChange } from "../stepup/use-revised-change.ts";
import { rolePermissions } from "../text/role.ts";
import { Dialog } from "../ui/dialog.tsx";
import { type RoleDraft, RoleForm } from "./role-form.tsx";
import { say } from "./texts/roles.ts";

export interface RoleProps {
  organization: string;
  role: Role;
  onClose: () => void;
}

/** Changes what a role is called and what it permits; its key stays. */
export function ChangeRole(props: RoleProps) {
  const { role, onClose } = props;
  return (
    <Dialog open title={say("change.title", { name: role.name })} onClose={onClose}>
      <Form {...props} />
    </Dialog>
  );
}

const draftOf = (role: Role): RoleDraft => ({
  name: role.name,
  description: role.description,
  permissions: rolePermissions.filter((one) => role.permissions.includes(one)),
});

function Form({ organization, role, onClose }: RoleProps) {
  const [draft, setDraft] = useState(() => draftOf(role));
  const path = { organization, roleKey: role.key };
  const change = useRevisedChange({
    etag: role.etag,
    save: (body: components["schemas"]["RoleChange"], etag) =>
      calls.PATCH("/api/v1/organizations/{organization}/roles/{roleKey}", {
        params: { path, header: { "If-Match": etag } },
        body,
      }),
    read: () => calls.GET("/api/v1/organizations/{organization}/roles/{roleKey}", { params: { path } }),
    begin: (now) => setDraft(draftOf(now)),
    said: ({ name }) => say("change.done", { name }),
    onClose,
  });
  function submit() {
    const { name, description, permissions } = draft;
    change.mutate({ name: name.trim(), description: description.trim(), permissions });
  }
  return (
    <RoleForm
      draft={draft}
      action={say("change.save")}
      busyAction={say("change.busy")}
      isPending={change.isPending}
      problem={change.error}
      onLoad={change.load}
      onChange={setDraft}
      onSubmit={submit}
      onClose={onClose}
    />
  );
}
