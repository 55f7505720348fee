import { useState } from "react";
import type { Role } from "../api/roles.ts";
import type { components } from "../api/schema.gen.ts";
import { calls } from "../api/session.ts";
import { useRefresh } from "../shell/page.tsx";
import { useConfirmedChange } from "../stepup/use-confirmed-change.ts";
import { answered } from "../ui/confirm.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { useToast } from "../ui/toasts.tsx";
import { permissions, type RoleDraft, RoleForm } from "./role-form.tsx";
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
  permissions: permissions.filter((one) => role.permissions.includes(one)),
});

/** What somebody else saves meanwhile is refused, not overwritten; the form then begins anew from it. */
function Form({ organization, role, onClose }: RoleProps) {
  const [draft, setDraft] = useState(() => draftOf(role));
  const [etag, setEtag] = useState(role.etag);
  const refresh = useRefresh();
  const toast = useToast();
  const path = { organization, roleKey: role.key };
  const change = useConfirmedChange(
    (body: components["schemas"]["RoleChange"]) =>
      calls.PATCH("/api/v1/organizations/{organization}/roles/{roleKey}", {
        params: { path, header: { "If-Match": etag } },
        body,
      }),
    {
      onSuccess: async ({ name }) => {
        onClose();
        toast(say("change.done", { name }));
        await refresh();
      },
    },
  );
  async function load() {
    const now = await answered(calls.GET("/api/v1/organizations/{organization}/roles/{roleKey}", { params: { path } }));
    setEtag(now.etag);
    setDraft(draftOf(now));
    change.reset();
  }
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
      onLoad={load}
      onChange={setDraft}
      onSubmit={submit}
      onClose={onClose}
    />
  );
}
