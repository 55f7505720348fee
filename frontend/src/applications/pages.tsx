import { Skeleton } from "@mantine/core";
import { api } from "../api/session.ts";
import { Page, useOrganization } from "../shell/page.tsx";
import { CopyField } from "../ui/copy-field.tsx";
import { Empty } from "../ui/empty.tsx";
import { Failed } from "../ui/failed.tsx";
import { ApplicationRow } from "./application-row.tsx";
import { say } from "./texts/applications.ts";

/** What may sign the people of the organization in, and the switch of each. */
export function ApplicationsPage() {
  const organization = useOrganization();
  return (
    <Page title={say("apps.title")} sentence={say("apps.sentence", { org: organization.name })}>
      <section className="card" aria-label={say("apps.list")}>
        <List {...organization} />
      </section>
    </Page>
  );
}

function List({ code, name }: { code: string; name: string }) {
  const list = api.useQuery("get", "/api/v1/organizations/{organization}/applications", {
    params: { path: { organization: code } },
  });
  if (list.error) return <Failed problem={list.error} onAgain={list.refetch} />;
  if (!list.data)
    return (
      <>
        <p className="vh" role="status">
          {say("apps.loading")}
        </p>
        <Skeleton h={160} aria-hidden="true" />
      </>
    );
  const { items } = list.data;
  if (items.length === 0) return <None organization={code} />;
  return (
    <ul>
      {items.map((one) => (
        <ApplicationRow key={one.clientId} organization={{ code, name }} application={one} />
      ))}
    </ul>
  );
}

/** Only the operator registers applications: what to send them. */
function None({ organization }: { organization: string }) {
  const url = "https://crm.example.com";
  const line = `applications: [{ clientId: crm, name: ${say("apps.name")}, homeUrl: "${url}", redirectUris: ["${url}/callback"], organizations: [${organization}] }]`;
  return (
    <Empty title={say("apps.none")} why={say("apps.none-why")}>
      <CopyField label={say("apps.none-lines")} value={line} />
      <CopyField label={say("apps.none-secret")} value="latchkey application secret add crm" />
      <a className="link" href="/docs">
        {say("apps.docs")}
      </a>
    </Empty>
  );
}
