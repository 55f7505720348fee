import { Box, Button, Skeleton } from "@mantine/core";
import type { ReactNode } from "react";
import { Link, useParams } from "wouter";
import { isOn } from "../api/connections.ts";
import { api, calls } from "../api/session.ts";
import { Gone } from "../shell/gone.tsx";
import { Page } from "../shell/page.tsx";
import { SettingsCrumbs } from "../shell/settings-crumbs.tsx";
import { useTitle } from "../shell/title.ts";
import { listOf } from "../text/names.ts";
import { providerName } from "../text/provider.ts";
import { DownloadMenu } from "../ui/download-menu.tsx";
import { FailedCard } from "../ui/failed.tsx";
import { isRefused } from "../ui/problem.ts";
import { Sign } from "../ui/result-icons.tsx";
import { Domains } from "./domains.tsx";
import { Gauge } from "./gauge.tsx";
import { People } from "./people.tsx";
import { say } from "./texts/preview.ts";
import { TurnOn } from "./turn-on.tsx";
import { type Connection, type Forecast, type Place, useConnection, useForecast } from "./use-preview.ts";

/** SSO settings > connection > Turn on: "Who will get in" (S11). */
export function PreviewPage() {
  const { id = "" } = useParams<{ id: string }>();
  const me = api.useQuery("get", "/api/v1/me").data;
  if (!me) return null;
  return (
    <Preview key={id} place={{ organization: me.organization.code, connectionId: id }} org={me.organization.name} />
  );
}

function Preview({ place, org }: { place: Place; org: string }) {
  const connection = useConnection(place);
  const forecast = useForecast(place);
  useTitle(say("preview.title"), org);
  if (isRefused(connection.error, "not_found")) return <Gone what="connection" organization={org} />;
  if (connection.error)
    return (
      <Page title={say("preview.title")} crumbs={<SettingsCrumbs here={say("preview.title")} />}>
        <FailedCard problem={connection.error} onAgain={connection.refetch} />
      </Page>
    );
  if (!connection.data) return <ToCome />;
  return (
    <Frame connection={connection.data} forecast={forecast.data} place={place} org={org}>
      <State connection={connection.data} />
      {forecast.error && <FailedCard problem={forecast.error} onAgain={forecast.refetch} />}
      {!forecast.data && !forecast.error && <ToCome />}
      {forecast.data && (
        <>
          <Gauge forecast={forecast.data} connection={connection.data} />
          <People place={place} forecast={forecast.data} connection={connection.data} />
          <Domains domains={forecast.data.domains} connection={connection.data} />
        </>
      )}
    </Frame>
  );
}

interface FrameProps {
  connection: Connection;
  forecast: Forecast | undefined;
  place: Place;
  org: string;
  children: ReactNode;
}

function Frame({ connection, forecast, place, org, children }: FrameProps) {
  return (
    <Page
      title={say("preview.title")}
      sentence={sentence(connection, forecast)}
      crumbs={<SettingsCrumbs connection={connection} here={say(isOn(connection) ? "preview.title" : "crumbs.here")} />}
      actions={
        <div className="actions">
          <Download place={place} connection={connection} />
          {forecast && isTested(connection) && !isOn(connection) && (
            <TurnOn connection={connection} forecast={forecast} place={place} org={org} />
          )}
        </div>
      }
    >
      {children}
    </Page>
  );
}

function sentence({ provider, label }: Connection, forecast: Forecast | undefined): string {
  if (!forecast) return say("preview.coming", { provider: providerName(provider, label) });
  return [say.count("preview.sentence", forecast.people), workedOutFrom(forecast), say("preview.no-change")].join(" ");
}

/** What was really known when it was made; the policy always counts. */
function workedOutFrom({ sources }: Forecast): string {
  if (sources.length === 0) return say("preview.from-nothing");
  const named = (["policy", ...sources] as const).map((source) => say(`source.${source}`));
  return say("preview.from", { sources: listOf(named) });
}

function Download({ place, connection }: { place: Place; connection: Connection }) {
  async function fetchFile(format: "csv" | "json") {
    const { data, error } = await calls.GET(
      "/api/v1/organizations/{organization}/connections/{connectionId}/preview/export",
      { params: { path: { ...place }, query: { format } }, parseAs: "blob" },
    );
    if (!data) throw error;
    return data as Blob;
  }
  return (
    <DownloadMenu
      button={say("preview.download")}
      label={say("preview.download-label")}
      name={`preview-${place.organization}-${connection.provider}`}
      formats={["csv", "json"]}
      fetchFile={fetchFile}
    />
  );
}

/** What stands in the way of turning it on, or that it is on. */
function State({ connection }: { connection: Connection }) {
  const provider = providerName(connection.provider, connection.label);
  if (isOn(connection))
    return (
      <div className="notice on">
        <Sign sign="passed" />
        <p>
          <b>{say("preview.is-on", { provider })}</b> {say("preview.is-on-why")}
        </p>
      </div>
    );
  if (isTested(connection)) return null;
  const newest = connection.draft ?? connection.live;
  return (
    <div className="notice warn">
      <Sign sign="look" />
      <p>
        <b>{newest ? say("preview.untested", { version: newest.number }) : say("preview.not-set-up")}</b>{" "}
        {say("preview.untested-why")}
      </p>
      {newest && (
        <Box mt="xs">
          <Button component={Link} variant="filled" href={`/sso-settings/connections/${connection.id}/test?start=1`}>
            {say("preview.test")}
          </Button>
        </Box>
      )}
    </div>
  );
}

/** Whether the newest version has passed a test. */
function isTested({ draft, live }: Connection): boolean {
  return Boolean((draft ?? live)?.passedAt);
}

function ToCome() {
  return (
    <div className="page">
      <p className="vh" role="status">
        {say("preview.loading")}
      </p>
      <Skeleton h={206} aria-hidden="true" />
      <Skeleton h={480} aria-hidden="true" />
    </div>
  );
}
