import { useQueryClient } from "@tanstack/react-query";
import { api } from "../api/session.ts";
import { useToast } from "../ui/toasts.tsx";
import { connectionKey, useOrganization, useRefresh } from "./data.ts";
import type { Connection } from "./states.ts";
import { say } from "./texts/connections.ts";

/** The ticked steps of the guide, which the server keeps for all super admins: a tick is seen at once, and sent after those before it. */
export function useTicks({ id, guideDone }: Connection) {
  const { code } = useOrganization();
  const queries = useQueryClient();
  const refresh = useRefresh();
  const toast = useToast();
  const tick = api.useMutation("put", "/api/v1/organizations/{organization}/connections/{connectionId}/guide/{step}", {
    scope: { id: "guide" },
    onError: () => {
      toast(say("guide.unkept"));
      void refresh();
    },
  });
  function toggle(step: string) {
    const done = !guideDone.includes(step);
    const now = done ? [...guideDone, step] : guideDone.filter((one) => one !== step);
    queries.setQueryData<Connection>(connectionKey(code, id), (known) => known && { ...known, guideDone: now });
    tick.mutate({ params: { path: { organization: code, connectionId: id, step } }, body: { done } });
  }
  return { done: guideDone, toggle };
}
