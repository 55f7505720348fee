import type { components } from "../api/schema.gen.ts";
import { calls } from "../api/session.ts";
import { useRevisedChange } from "../stepup/use-revised-change.ts";
import type { Service } from "./service.ts";
import { say } from "./texts/keys.ts";

export interface ChangeProps {
  organization: string;
  service: Service;
  onClose: () => void;
}

/** Changes a service. */
export function useChange({ organization, service, onClose }: ChangeProps, begin: (now: Service) => void) {
  const path = { organization, serviceId: service.id };
  return useRevisedChange({
    etag: service.etag,
    save: (body: components["schemas"]["ServiceChange"], etag) =>
      calls.PATCH("/api/v1/organizations/{organization}/services/{serviceId}", {
        params: { path, header: { "If-Match": etag } },
        body,
      }),
    read: () => calls.GET("/api/v1/organizations/{organization}/services/{serviceId}", { params: { path } }),
    begin,
    said: ({ name }) => say("change.done", { name }),
    onClose,
  });
}
