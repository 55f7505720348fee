import { useState } from "react";
import type { components } from "../api/schema.gen.ts";
import { calls } from "../api/session.ts";
import { useRefresh } from "../shell/page.tsx";
import { useConfirmedChange } from "../stepup/use-confirmed-change.ts";
import { answered } from "../ui/confirm.tsx";
import { useToast } from "../ui/toasts.tsx";
import type { Service } from "./service.ts";
import { say } from "./texts/keys.ts";

export interface ChangeProps {
  organization: string;
  service: Service;
  onClose: () => void;
}

/**
 * Changes a service from the revision that the form was filled from: what somebody else saves in the meantime is
 * refused, not overwritten, and `load` begins anew from it.
 */
export function useChange({ organization, service, onClose }: ChangeProps, begin: (now: Service) => void) {
  const [etag, setEtag] = useState(service.etag);
  const refresh = useRefresh();
  const toast = useToast();
  const path = { organization, serviceId: service.id };
  const { mutate, isPending, error, reset } = useConfirmedChange(
    (body: components["schemas"]["ServiceChange"]) =>
      calls.PATCH("/api/v1/organizations/{organization}/services/{serviceId}", {
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
    const now = await answered(
      calls.GET("/api/v1/organizations/{organization}/services/{serviceId}", { params: { path } }),
    );
    setEtag(now.etag);
    begin(now);
    reset();
  }
  return { mutate, isPending, error, load };
}
