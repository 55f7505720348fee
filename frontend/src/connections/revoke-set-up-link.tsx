import { calls } from "../api/session.ts";
import { answered, Confirm } from "../ui/confirm.tsx";
import { useToast } from "../ui/toasts.tsx";
import { useOrganization, useRefresh } from "./data.ts";
import { type LinkDialogProps, type SetUpLink, setUpLinks } from "./set-up-link.ts";
import { say } from "./texts/guest.ts";

/** Asks before a link that works is ended. */
export function RevokeSetUpLink({ connection, link, onClose }: LinkDialogProps & { link: SetUpLink }) {
  const { code } = useOrganization();
  const refresh = useRefresh();
  const toast = useToast();
  async function act() {
    const at = { organization: code, connectionId: connection.id, linkId: link.id };
    await answered(calls.DELETE(`${setUpLinks}/{linkId}`, { params: { path: at } }));
    toast(say("link.revoke-done"));
    await refresh();
  }
  return (
    <Confirm
      title={say("link.revoke-title")}
      action={say("link.revoke")}
      busyAction={say("link.revoking")}
      danger
      act={act}
      onClose={onClose}
    >
      <p>{say("link.revoke-why")}</p>
    </Confirm>
  );
}
