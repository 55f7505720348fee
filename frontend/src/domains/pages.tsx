import { Skeleton } from "@mantine/core";
import { api } from "../api/session.ts";
import { Page, useOrganization } from "../shell/page.tsx";
import { SettingsCrumbs } from "../shell/settings-crumbs.tsx";
import { Empty } from "../ui/empty.tsx";
import { FailedCard } from "../ui/failed.tsx";
import { AddDomain } from "./add-domain.tsx";
import { DomainCard } from "./domain-card.tsx";
import { say } from "./texts/domains.ts";

/** The e-mail domains that the organization has proven, or is about to prove. */
export function DomainsPage() {
  const { code } = useOrganization();
  const title = say("domains.title");
  return (
    <Page title={title} sentence={say("domains.sentence")} crumbs={<SettingsCrumbs here={title} />}>
      <AddDomain organization={code} />
      <List organization={code} />
    </Page>
  );
}

function List({ organization }: { organization: string }) {
  const domains = api.useQuery("get", "/api/v1/organizations/{organization}/domains", {
    params: { path: { organization } },
  });
  if (domains.error) return <FailedCard problem={domains.error} onAgain={domains.refetch} />;
  if (!domains.data)
    return (
      <>
        <p className="vh" role="status">
          {say("domains.loading")}
        </p>
        <Skeleton h={280} aria-hidden="true" />
      </>
    );
  const { items } = domains.data;
  if (items.length === 0)
    return (
      <section className="card" aria-label={say("domains.list")}>
        <Empty title={say("domains.none")} why={say("domains.none-why")} />
      </section>
    );
  return items.map((domain) => <DomainCard key={domain.id} organization={organization} domain={domain} />);
}
