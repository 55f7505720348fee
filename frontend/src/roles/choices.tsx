import { Button } from "@mantine/core";
import { useState } from "react";
import { type Role, useRoles } from "../api/roles.ts";
import type { components } from "../api/schema.gen.ts";
import { api } from "../api/session.ts";
import { useOrganization } from "../shell/page.tsx";
import { enumerated } from "../text/lists.ts";
import { providerName } from "../text/provider.ts";
import { roleTitle } from "../text/role.ts";
import { Empty, RowsToCome } from "../ui/empty.tsx";
import { Failed } from "../ui/failed.tsx";
import { ChangeChoice } from "./change-choice.tsx";
import { say } from "./texts/choices.ts";

export type RoleChoice = components["schemas"]["RoleChoice"];

/** Below the rules: which roles people may choose at their first sign-in, and what they get who choose none. */
export function ChoicesCard() {
  const { code } = useOrganization();
  const params = { params: { path: { organization: code } } };
  const choices = api.useQuery("get", "/api/v1/organizations/{organization}/role-choices", params);
  const roles = useRoles(code);
  if (roles.error) return null; // said above already
  return (
    <section className="card list" aria-labelledby="choices">
      <header>
        <div>
          <h2 id="choices">{say("choices.title")}</h2>
          <p className="muted">{say("choices.sentence")}</p>
        </div>
      </header>
      {choices.error ? (
        <Failed problem={choices.error} onAgain={choices.refetch} />
      ) : choices.data && roles.data ? (
        <Table organization={code} items={choices.data.items} roles={roles.data.items} load={choices.refetch} />
      ) : (
        <RowsToCome />
      )}
    </section>
  );
}

interface TableProps {
  organization: string;
  items: RoleChoice[];
  roles: Role[];
  load: () => Promise<unknown>;
}

function Table({ organization, items, roles, load }: TableProps) {
  const [open, setOpen] = useState<string | null>(null);
  if (items.length === 0) return <Empty title={say("choices.none")} why={say("choices.none-why")} />;
  const title = (key: string) => roleTitle(key, roles.find((one) => one.key === key)?.name ?? key);
  const chosen = items.find(({ connectionId }) => connectionId === open);
  return (
    <>
      <table className="table cards labelled">
        <thead>
          <tr>
            <th scope="col">{say("choices.provider")}</th>
            <th scope="col">{say("choices.default")}</th>
            <th scope="col">{say("choices.list")}</th>
            <th scope="col">
              <span className="vh">{say("choices.change")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ connectionId, provider, label, defaultRole, choices }) => (
            <tr key={connectionId}>
              <td>
                <b>{providerName(provider, label)}</b>
              </td>
              <td data-label={say("choices.default")}>{defaultRole ? title(defaultRole) : say("choices.keep")}</td>
              <td data-label={say("choices.list")}>
                {choices.length > 0 ? enumerated(choices.map(title)) : say("choices.not-asked")}
              </td>
              <td>
                <Button
                  aria-label={say("choices.change-of", { provider: providerName(provider, label) })}
                  onClick={() => setOpen(connectionId)}
                >
                  {say("choices.change")}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {chosen && (
        <ChangeChoice
          organization={organization}
          choice={chosen}
          roles={roles.filter(({ key }) => key !== "super_admin")}
          title={title}
          load={load}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}
