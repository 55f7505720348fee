import { Button, Skeleton } from "@mantine/core";
import { useState } from "react";
import type { components } from "../api/schema.gen.ts";
import { api } from "../api/session.ts";
import { Page, useOrganization } from "../shell/page.tsx";
import { Breadcrumb } from "../ui/breadcrumb.tsx";
import { FailedCard } from "../ui/failed.tsx";
import type { Policy } from "./draft.ts";
import { Exempt } from "./exempt.tsx";
import { isDecided, Passwords, requiredText } from "./passwords.tsx";
import { PolicyForm } from "./policy-form.tsx";
import { NoProvider } from "./provider-sign-in.tsx";
import { say } from "./texts/policy.ts";
import { Wizard } from "./wizard.tsx";

/** How people may sign in: first sign-ins, sessions, help, the log, passwords. */
export function PolicyPage() {
  const { code } = useOrganization();
  const policy = usePolicy(code);
  return (
    <Page title={say("policy.title")} sentence={say("policy.sentence")} crumbs={<Crumbs here={say("policy.title")} />}>
      <Loaded query={policy}>
        {(data) => (
          <>
            <Passwords organization={code} policy={data} />
            <Exempt organization={code} people={data.exempt} />
            <PolicyForm organization={code} policy={data} load={async () => (await policy.refetch()).data} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** The way to requiring SSO, step by step (S11). */
export function RequirePage() {
  const { code } = useOrganization();
  const policy = usePolicy(code);
  const requirement = api.useQuery("get", "/api/v1/organizations/{organization}/sign-in-policy/requirement", {
    params: { path: { organization: code } },
  });
  return (
    <Page
      title={say("require.title")}
      sentence={(policy.data && requiredText(policy.data, new Date())) ?? say("require.sentence")}
      crumbs={<Crumbs here={say("require.title")} inPolicy />}
    >
      <Loaded query={policy}>
        {(policy) => (
          <Loaded query={requirement}>
            {(data) => <Require organization={code} policy={policy} requirement={data} />}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}

interface RequireProps {
  organization: string;
  policy: Policy;
  requirement: components["schemas"]["Requirement"];
}

/** The steps; where SSO is required already, how that stands, and the steps only to change the date. */
function Require({ organization, policy, requirement }: RequireProps) {
  const [isChanging, setChanging] = useState(false);
  const isSet = isDecided(policy);
  const from = policy.ssoRequiredFrom === null ? null : new Date(policy.ssoRequiredFrom);
  const steps = (
    <Wizard
      organization={organization}
      etag={policy.etag}
      requirement={requirement}
      announced={from && from > new Date() ? from : null}
      isChange={isChanging}
    />
  );
  if (!isSet) return requirement.providers.length > 0 ? steps : <NoProvider />;
  return (
    <>
      <Passwords organization={organization} policy={policy} />
      {isChanging ? (
        steps
      ) : (
        <p>
          <Button onClick={() => setChanging(true)}>{say("require.change")}</Button>
        </p>
      )}
    </>
  );
}

function usePolicy(organization: string) {
  return api.useQuery("get", "/api/v1/organizations/{organization}/sign-in-policy", {
    params: { path: { organization } },
  });
}

interface LoadedProps<Data> {
  query: { data: Data | undefined; error: unknown; refetch: () => void };
  children: (data: Data) => React.ReactNode;
}

/** What a page needs; until it is there, how that goes. */
function Loaded<Data>({ query, children }: LoadedProps<Data>) {
  if (query.error) return <FailedCard problem={query.error} onAgain={query.refetch} />;
  if (query.data === undefined)
    return (
      <>
        <p className="vh" role="status">
          {say("policy.loading")}
        </p>
        <Skeleton h={480} aria-hidden="true" />
      </>
    );
  return children(query.data);
}

function Crumbs({ here, inPolicy }: { here: string; inPolicy?: boolean }) {
  const settings: [string, string] = ["/sso-settings", say("policy.settings")];
  const policy: [string, string] = ["/sso-settings/policy", say("policy.title")];
  return <Breadcrumb above={inPolicy ? [settings, policy] : [settings]} here={here} />;
}
