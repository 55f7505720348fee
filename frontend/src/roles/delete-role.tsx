import { Button } from "@mantine/core";
import { calls } from "../api/session.ts";
import { useRefresh } from "../shell/page.tsx";
import { answered, Confirm } from "../ui/confirm.tsx";
import { Dialog, DialogForm } from "../ui/dialog.tsx";
import { useToast } from "../ui/toasts.tsx";
import type { RoleProps } from "./change-role.tsx";
import { say } from "./texts/roles.ts";

/** Deletes a role after a question; one that people have is not deleted, and says what to do first. */
export function DeleteRole({ organization, role, onClose }: RoleProps) {
  const { key, name, etag, people } = role;
  const refresh = useRefresh();
  const toast = useToast();
  async function act() {
    const params = { path: { organization, roleKey: key }, header: { "If-Match": etag } };
    await answered(calls.DELETE("/api/v1/organizations/{organization}/roles/{roleKey}", { params }));
    toast(say("drop.done", { name }));
    await refresh();
  }
  const title = say("drop.title", { name });
  if (people > 0)
    return (
      <Dialog open title={title} onClose={onClose}>
        <DialogForm
          onSubmit={onClose}
          actions={
            <Button type="submit" data-autofocus>
              {say("drop.close")}
            </Button>
          }
        >
          <p>{say.count("drop.used", people)}</p>
          <p>{say("drop.used-next")}</p>
        </DialogForm>
      </Dialog>
    );
  return (
    <Confirm title={title} action={say("drop.open")} busyAction={say("drop.busy")} danger act={act} onClose={onClose}>
      <p>{say("drop.why")}</p>
    </Confirm>
  );
}
