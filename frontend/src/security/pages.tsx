import { useState } from "react";
import { api } from "../api/session.ts";
import { Page, useOrganization, useRefresh } from "../shell/page.tsx";
import type { Identities } from "../stepup/identities.ts";
import { ItsYou } from "../stepup/its-you.tsx";
import { useRecentAuthentication } from "../stepup/use-recent-authentication.ts";
import { Breadcrumb } from "../ui/breadcrumb.tsx";
import { FailedCard } from "../ui/failed.tsx";
import { Accounts } from "./accounts.tsx";
import { CameBack, useAttemptEnd } from "./came-back.tsx";
import { PasswordCard, PasswordDialog } from "./password.tsx";
import { Sessions } from "./sessions.tsx";
import { SignIns } from "./sign-ins.tsx";
import { say } from "./texts/security.ts";
import { SignInMethodsToCome } from "./to-come.tsx";

/** The person's own sign-in methods: password, connected accounts, sessions, sign-ins (S7). */
export function SecurityPage() {
  const { name } = useOrganization();
  const { data: identities, error, refetch } = api.useQuery("get", "/api/v1/me/identities");
  // How many rows they take is not known before: what stands below them comes with them, so that nothing jumps.
  const areSessionsKnown = !api.useQuery("get", "/api/v1/me/sessions").isPending;
  api.useQuery("get", "/api/v1/me/sign-ins");
  const ended = useAttemptEnd();
  const [changing, setChanging] = useState(false);
  return (
    <Page personal title={say("page.title")} crumbs={<Crumbs />}>
      <CameBack ended={ended} organization={name} identities={identities} />
      {error && <FailedCard problem={error} onAgain={refetch} />}
      {!identities && !error && <SignInMethodsToCome organization={name} />}
      {identities && (
        <SignInMethods organization={name} identities={identities} changing={changing} onChanging={setChanging} />
      )}
      <Sessions identities={identities} />
      {areSessionsKnown && (
        <SignIns identities={identities} onChange={identities?.hasPassword ? () => setChanging(true) : undefined} />
      )}
    </Page>
  );
}

interface SignInMethodsProps {
  organization: string;
  identities: Identities;
  /** Whether the password is being changed. */
  changing: boolean;
  onChanging: (changing: boolean) => void;
}

/** Password and accounts, and the dialog that comes before what asks for recent authentication. */
function SignInMethods({ organization, identities, changing, onChanging }: SignInMethodsProps) {
  const { data: me } = api.useQuery("get", "/api/v1/me");
  const { hasPassword, recentUntil } = identities;
  const recent = useRecentAuthentication(recentUntil);
  const refresh = useRefresh();
  const change = async () => onChanging(true);
  async function goOn() {
    await recent.waiting?.goOn();
    await refresh();
  }
  function confirmFirst() {
    onChanging(false);
    recent.again(change);
  }
  return (
    <>
      <PasswordCard
        organization={organization}
        identities={identities}
        onChange={() => (hasPassword ? change() : recent.ask(change))}
      />
      <Accounts
        organization={organization}
        isSuperAdmin={me?.user.role === "super_admin"}
        identities={identities}
        ask={recent.ask}
      />
      {changing && (
        <PasswordDialog hasPassword={hasPassword} onReauth={confirmFirst} onClose={() => onChanging(false)} />
      )}
      {recent.waiting && (
        <ItsYou organization={organization} identities={identities} onConfirmed={goOn} onClose={recent.waiting.drop} />
      )}
    </>
  );
}

function Crumbs() {
  return <Breadcrumb above={[["/profile", say("page.profile")]]} here={say("page.title")} />;
}
