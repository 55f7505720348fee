import { calls } from "../api/session.ts";
import { useRefresh } from "../shell/page.tsx";
import { timeInSentence } from "../text/time.ts";
import { answered, Confirm } from "../ui/confirm.tsx";
import { useToast } from "../ui/toasts.tsx";
import { say } from "./texts/keys.ts";
import type { ChangeProps } from "./use-change.ts";

/** Ends a service for good, after a question that says when it was last used. */
export function RevokeService({ organization, service, onClose }: ChangeProps) {
  const { id, name, etag, lastUsedAt } = service;
  const refresh = useRefresh();
  const toast = useToast();
  async function act() {
    const params = { path: { organization, serviceId: id }, header: { "If-Match": etag } };
    await answered(calls.DELETE("/api/v1/organizations/{organization}/services/{serviceId}", { params }));
    toast(say("revoke.done", { name }));
    await refresh();
  }
  return (
    <Confirm
      title={say("revoke.title", { name })}
      action={say("revoke.open")}
      busyAction={say("drop.busy")}
      danger
      act={act}
      onClose={onClose}
    >
      <p>{say("revoke.why")}</p>
      {lastUsedAt && <p>{say("revoke.used", { when: timeInSentence(new Date(lastUsedAt), new Date()) })}</p>}
    </Confirm>
  );
}
