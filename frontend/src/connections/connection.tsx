import { Group, Skeleton, Stack } from "@mantine/core";
import { useSearchParams } from "wouter";
import { Gone } from "../shell/gone.tsx";
import { SettingsCrumbs } from "../shell/settings-crumbs.tsx";
import { useTitle } from "../shell/title.ts";
import { providerTitle } from "../text/provider.ts";
import { Failed } from "../ui/failed.tsx";
import { isRefused } from "../ui/problem.ts";
import { StateChip } from "../ui/state-chip.tsx";
import { MoreChips } from "./card-head.tsx";
import { ConnectionForm } from "./connection-form.tsx";
import { useConnection, useOrganization } from "./data.ts";
import { GroupsUnsent } from "./groups-unsent.tsx";
import { Guide, SecretGuide } from "./guide.tsx";
import { RotationBlock } from "./rotation.tsx";
import { SetUpLinks } from "./set-up-links.tsx";
import { type Connection, chips, stateOf } from "./states.ts";
import { say } from "./texts/connections.ts";
import { useIsNarrow } from "./use-is-narrow.ts";
import { Versions } from "./versions.tsx";

/** One connection: where it stands, the guide, the form, its versions (S9). */
export function ConnectionScreen({ id }: { id: string }) {
  const { code, name } = useOrganization();
  const connection = useConnection(code, id);
  if (connection.data) return <Loaded connection={connection.data} />;
  if (isRefused(connection.error, "not_found")) return <Gone what="connection" organization={name} />;
  return (
    <>
      <header className="page-head">
        <div>
          <SettingsCrumbs here={say("sso.loading")} />
          <h1>{say("sso.title")}</h1>
        </div>
      </header>
      <section className="card" aria-busy={!connection.error}>
        {connection.error ? (
          <Failed problem={connection.error} onAgain={connection.refetch} />
        ) : (
          <Skeleton h={640} m="lg" />
        )}
      </section>
    </>
  );
}

function Loaded({ connection }: { connection: Connection }) {
  const isNarrow = useIsNarrow();
  const [params, setParams] = useSearchParams();
  // Only the secret is asked for: by an alarm, a failed test, or the log. What was never in use has no old one to replace.
  const isSecretOnly = params.get("fix") === "secret" && connection.live !== null;
  // Once it is in use nobody needs the whole guide: it is closed, part by part, in the form.
  const isGuideInForm = isNarrow || (connection.live !== null && !isSecretOnly);
  const guide = isSecretOnly ? <SecretGuide connection={connection} /> : <Guide connection={connection} />;
  return (
    <>
      <Head connection={connection} isSecretOnly={isSecretOnly} />
      {connection.rotation && <RotationBlock connection={connection} rotation={connection.rotation} />}
      <GroupsUnsent connection={connection} />
      <div className="columns guided">
        {(isSecretOnly || !isGuideInForm) && guide}
        <Stack gap="gap">
          <ConnectionForm
            connection={connection}
            isGuideInForm={isGuideInForm}
            isSecretOnly={isSecretOnly}
            onAll={() => setParams({}, { replace: true })}
          />
          {!isSecretOnly && <Versions connection={connection} />}
          {!isSecretOnly && <SetUpLinks connection={connection} />}
        </Stack>
      </div>
    </>
  );
}

function Head({ connection, isSecretOnly }: { connection: Connection; isSecretOnly: boolean }) {
  const { name: org } = useOrganization();
  const name = providerTitle(connection.provider, connection.label);
  const state = stateOf(connection);
  const isNew = connection.live === null;
  const title = say(isSecretOnly ? "form.new-secret" : isNew ? "form.set-up" : "form.edit", { name });
  useTitle(title, org);
  return (
    <header className="page-head">
      <div>
        <SettingsCrumbs here={name} />
        <Group gap="8px 16px">
          <h1>{title}</h1>
          <StateChip {...chips[state]}>{say(`state.${state}`)}</StateChip>
          <MoreChips connection={connection} />
        </Group>
        <p className="muted">{say(sentenceOf(connection))}</p>
      </div>
    </header>
  );
}

/** How long it takes is said while nothing was entered. */
function sentenceOf(connection: Connection) {
  if (connection.live) return "form.sentence-live";
  return connection.draft ? "form.sentence-saved" : "form.sentence-new";
}
