import { Skeleton } from "@mantine/core";
import { api } from "../api/session.ts";
import { Page, useOrganization } from "../shell/page.tsx";
import { SettingsCrumbs } from "../shell/settings-crumbs.tsx";
import { FailedCard } from "../ui/failed.tsx";
import { BrandingForm } from "./branding-form.tsx";
import { say } from "./texts/branding.ts";

/** What the sign-in page of the organization looks like. */
export function BrandingPage() {
  const { code } = useOrganization();
  const branding = api.useQuery("get", "/api/v1/organizations/{organization}/branding", {
    params: { path: { organization: code } },
  });
  return (
    <Page
      title={say("brand.title")}
      sentence={say("brand.sentence")}
      crumbs={<SettingsCrumbs here={say("brand.title")} />}
    >
      {branding.error && <FailedCard problem={branding.error} onAgain={branding.refetch} />}
      {branding.isPending && (
        <>
          <p className="vh" role="status">
            {say("brand.loading")}
          </p>
          <Skeleton h={480} aria-hidden="true" />
        </>
      )}
      {branding.data && <BrandingForm branding={branding.data} load={async () => (await branding.refetch()).data} />}
    </Page>
  );
}
