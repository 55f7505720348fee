import { Group } from "@mantine/core";
import type { components } from "../api/schema.gen.ts";
import { api } from "../api/session.ts";
import { useTitle } from "../shell/title.ts";
import { say } from "../text/app.ts";
import { providerName } from "../text/provider.ts";
import { roleTitle } from "../text/role.ts";
import { shortTime, zone } from "../text/time.ts";
import { Address } from "../ui/address.tsx";
import { BrandLogo, Tile } from "../ui/brand-logo.tsx";
import { Fact } from "../ui/fact.tsx";
import { Icon } from "../ui/icons.tsx";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import { TroubleNotice } from "./connection-notice.tsx";
import { FirstSteps } from "./first-steps.tsx";
import { JustConnected } from "./just-connected.tsx";
import { Tiles } from "./tiles.tsx";
import { Today } from "./today.tsx";

type Me = components["schemas"]["Me"];

/** The start page: trouble first, then the way to the work; who I am, where, how I came in and until when. */
export function HomePage() {
  const me = api.useQuery("get", "/api/v1/me");
  if (me.error) return <ProblemAlert problem={me.error} />;
  if (!me.data) return null;
  return <Home me={me.data} />;
}

function Home({ me }: { me: Me }) {
  const { user, organization } = me;
  useTitle(say("home.title"), organization.name);
  return (
    <>
      <header className="page-head">
        <h1>{say("home.title")}</h1>
        <p className="muted">{say("home.sentence", { name: user.name, org: organization.name })}</p>
      </header>
      {user.role === "super_admin" && <TroubleNotice organization={organization.code} />}
      <JustConnected label={me.session.providerLabel} />
      <Tiles />
      {user.role === "super_admin" && <FirstSteps organization={organization.code} />}
      {user.role === "super_admin" && <Today organization={organization.code} />}
      <section className="card" aria-labelledby="session">
        <header>
          <h2 id="session">{say("home.session")}</h2>
          <p>{say("home.zone", { zone: zone() })}</p>
        </header>
        <SignedInWith session={me.session} email={user.email} />
        <Times session={me.session} />
      </section>
      <section className="card" aria-labelledby="account">
        <header>
          <h2 id="account">{say("home.account")}</h2>
        </header>
        <dl className="facts">
          <Fact name={say("home.name")}>{user.name}</Fact>
          <Fact name={say("home.email")}>
            <Address of={user.email} />
          </Fact>
          <Fact name={say("home.role")}>{roleTitle(user.role, user.roleName)}</Fact>
          <Fact name={say("home.organization")}>{organization.name}</Fact>
          <Fact name={say("home.code")}>
            <code>{organization.code}</code>
          </Fact>
        </dl>
      </section>
    </>
  );
}

function SignedInWith({ session, email }: { session: Me["session"]; email: string }) {
  const { provider } = session;
  return (
    <Group wrap="nowrap" px="pad" py="md">
      <Tile isBrand={Boolean(provider)}>
        {provider ? <BrandLogo provider={provider} /> : <Icon name="key" size={22} />}
      </Tile>
      <div>
        <h3>
          {provider
            ? say("home.sso", { provider: providerName(provider, session.providerLabel) })
            : say(session.method === "bypass" ? "home.bypass" : "home.password")}
        </h3>
        <p className="small muted">{session.providerEmail ?? email}</p>
      </div>
    </Group>
  );
}

function Times({ session }: { session: Me["session"] }) {
  const now = new Date();
  return (
    <dl className="facts">
      <Fact name={say("home.since")}>
        <time dateTime={session.signedInAt}>{shortTime(new Date(session.signedInAt), now)}</time>
      </Fact>
      <Fact name={say("home.until")}>
        <time dateTime={session.expiresAt}>{shortTime(new Date(session.expiresAt), now)}</time>
        <span className="small muted">{say("home.until-note")}</span>
      </Fact>
    </dl>
  );
}
