import { Skeleton } from "@mantine/core";
import { Suspense } from "react";
import { Route, Switch, useLocation } from "wouter";
import { type Permission, useMay } from "./api/may.ts";
import { api } from "./api/session.ts";
import { patternOf } from "./first-calls.ts";
import { type LazyPage, lazyPage } from "./shell/lazy-page.tsx";
import { NotFound } from "./shell/not-found.tsx";
import { PageBoundary } from "./shell/page-boundary.tsx";
import { Shell } from "./shell/shell.tsx";
import { SignedIn } from "./shell/signed-in.tsx";
import { ConfirmedProvider } from "./stepup/confirmed.tsx";
import { say } from "./text/app.ts";
import { RowsToCome } from "./ui/empty.tsx";

interface Page {
  path: string;
  page: LazyPage;
  /** Who may do this: to everybody else it does not exist. */
  permission?: Permission;
}

const HomePage = lazyPage(async () => (await import("./home/home-page.tsx")).HomePage);

const SignInsPage = lazyPage(async () => (await import("./signinlog/pages.tsx")).SignInsPage);
const MailsPage = lazyPage(async () => (await import("./signinlog/pages.tsx")).MailsPage);
const ChangesPage = lazyPage(async () => (await import("./signinlog/pages.tsx")).ChangesPage);

const UsersPage = lazyPage(async () => (await import("./users/pages.tsx")).UsersPage);
const ImportPage = lazyPage(async () => (await import("./users/import-page.tsx")).ImportPage);
const PolicyPage = lazyPage(async () => (await import("./policy/pages.tsx")).PolicyPage);
const RequirePage = lazyPage(async () => (await import("./policy/pages.tsx")).RequirePage);
const BrandingPage = lazyPage(async () => (await import("./branding/pages.tsx")).BrandingPage);
const DomainsPage = lazyPage(async () => (await import("./domains/pages.tsx")).DomainsPage);
const SettingsPage = lazyPage(async () => (await import("./connections/pages.tsx")).SettingsPage);
const ConnectionPage = lazyPage(async () => (await import("./connections/pages.tsx")).ConnectionPage);
const TestPage = lazyPage(async () => (await import("./connectiontest/pages.tsx")).TestPage);
const PreviewPage = lazyPage(async () => (await import("./preview/pages.tsx")).PreviewPage);

const ApplicationsPage = lazyPage(async () => (await import("./applications/pages.tsx")).ApplicationsPage);
const RolesPage = lazyPage(async () => (await import("./roles/pages.tsx")).RolesPage);
const ApiKeysPage = lazyPage(async () => (await import("./apikeys/pages.tsx")).ApiKeysPage);

const ProfilePage = lazyPage(async () => (await import("./profile/pages.tsx")).ProfilePage);
const WebhooksPage = lazyPage(async () => (await import("./webhooks/pages.tsx")).WebhooksPage);
const SecurityPage = lazyPage(async () => (await import("./security/pages.tsx")).SecurityPage);

const connection = "/sso-settings/connections/:id";

/** Every page of the app. The server serves the app for these paths and for no other. */
const pages: Page[] = [
  { path: "/", page: HomePage },
  { path: "/profile", page: ProfilePage },
  { path: "/profile/security", page: SecurityPage },
  { path: "/sso-settings", page: SettingsPage, permission: "connections:read" },
  { path: "/sso-settings/policy", page: PolicyPage, permission: "policy:read" },
  { path: "/sso-settings/require", page: RequirePage, permission: "policy:read" },
  { path: "/sso-settings/domains", page: DomainsPage, permission: "domains:read" },
  { path: "/sso-settings/branding", page: BrandingPage, permission: "policy:read" },
  { path: connection, page: ConnectionPage, permission: "connections:read" },
  { path: `${connection}/test`, page: TestPage, permission: "connections:read" },
  { path: `${connection}/preview`, page: PreviewPage, permission: "connections:read" },
  { path: "/applications", page: ApplicationsPage, permission: "policy:read" },
  { path: "/users", page: UsersPage, permission: "users:read" },
  { path: "/users/import", page: ImportPage, permission: "users:write" },
  { path: "/roles", page: RolesPage, permission: "roles:read" },
  { path: "/api-keys", page: ApiKeysPage, permission: "services:read" },
  { path: "/webhooks", page: WebhooksPage, permission: "webhooks:read" },
  { path: "/sign-in-log", page: SignInsPage, permission: "log:read" },
  { path: "/sign-in-log/mails", page: MailsPage, permission: "log:read" },
  { path: "/sign-in-log/changes", page: ChangesPage, permission: "log:read" },
];

/** The patterns of their addresses. */
export const paths = pages.map(({ path }) => path);

/** Has the code of the page at an address come beside the session, not after it. Resolves when it is there, or did not come. */
export async function fetchAhead(address: string): Promise<void> {
  await pages.find(({ path }) => path === patternOf(address))?.page.ahead();
}

/** Where a set-up link leads: the one page of the app for somebody who has no account. */
const guestPath = "/connect";
const GuestPage = lazyPage(async () => (await import("./connections/pages.tsx")).GuestPage);

export function App() {
  const [location] = useLocation();
  if (location === guestPath)
    return (
      <Suspense fallback={null}>
        <GuestPage />
      </Suspense>
    );
  return (
    <SignedIn>
      <Shell>
        <Pages />
      </Shell>
    </SignedIn>
  );
}

/** A title and rows, as most pages have them. */
function PageToCome() {
  return (
    <>
      <h1 className="vh">{say("start.plain")}</h1>
      <Skeleton w="min(16rem, 60%)" h="2rem" my="lg" aria-hidden="true" />
      <RowsToCome />
    </>
  );
}

function Pages() {
  const [location] = useLocation();
  const { data: me } = api.useQuery("get", "/api/v1/me");
  const may = useMay();
  if (!me) return null;
  const mine = pages.filter(({ permission }) => !permission || may(permission));
  return (
    <PageBoundary place={location}>
      <ConfirmedProvider organization={me.organization.name}>
        <Suspense fallback={<PageToCome />}>
          <Switch>
            {mine.map(({ path, page }) => (
              <Route key={path} path={path} component={page} />
            ))}
            <Route>
              <NotFound organization={me.organization.name} />
            </Route>
          </Switch>
        </Suspense>
      </ConfirmedProvider>
    </PageBoundary>
  );
}
