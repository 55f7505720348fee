import { Button } from "@mantine/core";
import { useState } from "react";
import { useRoles } from "../api/roles.ts";
import { Page, useOrganization } from "../shell/page.tsx";
import { Empty, RowsToCome } from "../ui/empty.tsx";
import { Failed } from "../ui/failed.tsx";
import { ChoicesCard } from "./choices.tsx";
import { DriftCard } from "./drift.tsx";
import { NewRole } from "./new-role.tsx";
import { RoleTable } from "./role-table.tsx";
import { RulesCard } from "./rules.tsx";
import { say } from "./texts/roles.ts";

/** The roles of the organization (S13): what their people may here, and what applications are told. */
export function RolesPage() {
  const { code, name: org } = useOrganization();
  const [making, setMaking] = useState(false);
  return (
    <Page
      title={say("roles.title")}
      sentence={say("roles.sentence", { org })}
      actions={
        <Button variant="filled" onClick={() => setMaking(true)}>
          {say("make.open")}
        </Button>
      }
    >
      <section className="card list" aria-label={say("roles.title")}>
        <List organization={code} />
      </section>
      <RulesCard />
      <ChoicesCard />
      <DriftCard organization={code} />
      {making && <NewRole organization={code} onClose={() => setMaking(false)} />}
    </Page>
  );
}

function List({ organization }: { organization: string }) {
  const roles = useRoles(organization);
  if (roles.error) return <Failed problem={roles.error} onAgain={roles.refetch} />;
  if (!roles.data)
    return (
      <>
        <p className="vh" role="status">
          {say("roles.loading")}
        </p>
        <RowsToCome />
      </>
    );
  const { items } = roles.data;
  return (
    <>
      <RoleTable organization={organization} items={items} />
      {items.every(({ builtIn }) => builtIn) && <Empty title={say("roles.none")} why={say("roles.none-why")} />}
    </>
  );
}
