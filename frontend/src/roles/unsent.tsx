import type { components } from "../api/schema.gen.ts";
import { providerName } from "../text/provider.ts";
import { say } from "./texts/rules.ts";
import { useConnections } from "./use-connections.ts";

interface UnsentProps {
  organization: string;
  list: components["schemas"]["GroupsUnsent"][];
}

/** Says that a provider left the groups of people out, and what helps, the best first. */
export function GroupsUnsent({ organization, list }: UnsentProps) {
  const connections = useConnections(organization);
  if (list.length === 0) return null;
  return (
    <div className="notice warn">
      {list.map(({ connectionId, people }) => {
        const is = connections.find((one) => one.connectionId === connectionId);
        return (
          <p key={connectionId}>
            {say.count("unsent.people", people, { provider: is ? providerName(is.provider, is.label) : "" })}
          </p>
        );
      })}
      <p>{say("unsent.help")}</p>
    </div>
  );
}
