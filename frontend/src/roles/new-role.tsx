import { useState } from "react";
import type { components } from "../api/schema.gen.ts";
import { calls } from "../api/session.ts";
import { useRefresh } from "../shell/page.tsx";
import { useConfirmedChange } from "../stepup/use-confirmed-change.ts";
import { Dialog } from "../ui/dialog.tsx";
import { useToast } from "../ui/toasts.tsx";
import { type RoleDraft, RoleForm } from "./role-form.tsx";
import { say } from "./texts/roles.ts";

interface NewRoleProps {
  organization: string;
  onClose: () => void;
}

/** Makes a role of the organization's own. */
export function NewRole(props: NewRoleProps) {
  return (
    <Dialog open title={say("make.open")} onClose={props.onClose}>
      <Form {...props} />
    </Dialog>
  );
}

function Form({ organization, onClose }: NewRoleProps) {
  const [draft, setDraft] = useState<RoleDraft>({ key: "", name: "", description: "", permissions: [] });
  const refresh = useRefresh();
  const toast = useToast();
  const make = useConfirmedChange(
    (body: components["schemas"]["NewRole"]) =>
      calls.POST("/api/v1/organizations/{organization}/roles", { params: { path: { organization } }, body }),
    {
      onSuccess: async ({ name }) => {
        onClose();
        toast(say("make.done", { name }));
        await refresh();
      },
    },
  );
  function submit() {
    const { key = "", name, description, permissions } = draft;
    const sent = description.trim();
    make.mutate({ key: key.trim(), name: name.trim(), permissions, ...(sent && { description: sent }) });
  }
  return (
    <RoleForm
      draft={draft}
      action={say("make.open")}
      busyAction={say("make.busy")}
      isPending={make.isPending}
      problem={make.error}
      onChange={setDraft}
      onSubmit={submit}
      onClose={onClose}
    />
  );
}
