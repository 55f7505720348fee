import { useMay } from "../api/may.ts";
import { api } from "../api/session.ts";
import { providerTitle } from "../text/provider.ts";
import { useOrganization } from "./data.ts";
import type { Connection } from "./states.ts";
import { say } from "./texts/connections.ts";

/** Says that a provider left the groups of people out, and what helps, the best first. */
export function GroupsUnsent({ connection: { id, provider, label } }: { connection: Connection }) {
  const { code } = useOrganization();
  const may = useMay();
  const rules = api.useQuery(
    "get",
    "/api/v1/organizations/{organization}/role-rules",
    { params: { path: { organization: code } } },
    { enabled: may("roles:read") },
  );
  const unsent = rules.data?.mode !== "off" && rules.data?.groupsUnsent.find(({ connectionId }) => connectionId === id);
  if (!unsent) return null;
  return (
    <div className="notice warn">
      <p>{say.count("unsent.people", unsent.people, { provider: providerTitle(provider, label) })}</p>
      <p>{say("unsent.help")}</p>
    </div>
  );
}
