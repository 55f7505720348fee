import { isOn, useConnections } from "../api/connections.ts";
import { api } from "../api/session.ts";

/** Whether there is a sign-in method for somebody without a password, and whether they can be told of it. */
export function useSignInMethods(organization: string) {
  const connections = useConnections(organization).data?.items;
  const page = api.useQuery("get", "/api/v1/organizations/{organization}/sign-in", {
    params: { path: { organization } },
  });
  const hasOne = connections?.some(isOn);
  const mail = page.data?.mail;
  return {
    none: hasOne === false,
    canInvite: hasOne === true && mail === true,
    cannotInvite: hasOne === false || mail === false,
  };
}
