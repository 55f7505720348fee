import { ActionIcon, Box } from "@mantine/core";
import { Link, useRoute } from "wouter";
import { troubleOf, useConnections } from "../api/connections.ts";
import { useMay } from "../api/may.ts";
import { api } from "../api/session.ts";
import { useIsShown } from "../first-view.ts";
import { say } from "../text/app.ts";
import { Icon } from "../ui/icons.tsx";

interface MenuProps {
  open: boolean;
  setOpen: (open: boolean) => void;
}

/** Opens the menu where there is no room for it beside the page. */
export function MenuButton({ open, setOpen }: MenuProps) {
  return (
    <ActionIcon
      type="button"
      size={44}
      variant="default"
      className="menu-toggle"
      aria-label={say("nav.button")}
      aria-expanded={open}
      aria-controls="nav"
      onClick={() => setOpen(!open)}
    >
      <Icon name={open ? "close" : "menu"} />
    </ActionIcon>
  );
}

/** The places of the organization, each for whoever may see it. */
const places = [
  { path: "/sso-settings", below: true, icon: "bolt", name: "nav.settings", permission: "connections:read" },
  { path: "/applications", icon: "apps", name: "nav.applications", permission: "policy:read" },
  { path: "/users", below: true, icon: "users", name: "nav.users", permission: "users:read" },
  { path: "/roles", icon: "badge", name: "nav.roles", permission: "roles:read" },
  { path: "/api-keys", icon: "code", name: "nav.keys", permission: "services:read" },
  { path: "/webhooks", icon: "send", name: "nav.webhooks", permission: "webhooks:read" },
  { path: "/sign-in-log", below: true, icon: "log", name: "nav.log", permission: "log:read" },
] as const;

/** The menu at the left: the places that the person's role can go. */
export function Menu({ open, setOpen }: MenuProps) {
  const { data: me } = api.useQuery("get", "/api/v1/me");
  const may = useMay();
  const trouble = useTrouble();
  const close = () => setOpen(false);
  return (
    <nav id="nav" className={open ? "nav open" : "nav"} aria-label={say("nav.label")}>
      <Heading>{me && me.user.role !== "super_admin" ? me.user.roleName : say("nav.super-admin")}</Heading>
      <ul>
        {places
          .filter(({ permission }) => may(permission))
          .map(({ name, permission, ...place }) => (
            <Entry
              key={name}
              {...place}
              name={say(name)}
              look={permission === "connections:read" && trouble}
              onGo={close}
            />
          ))}
      </ul>
      <Heading mt="lg">{say("nav.you")}</Heading>
      <ul>
        <Entry path="/" icon="home" name={say("nav.home")} onGo={close} />
        <Entry path="/profile" icon="user" name={say("nav.profile")} onGo={close} />
        <Entry path="/profile/security" icon="key" name={say("nav.security")} onGo={close} />
      </ul>
    </nav>
  );
}

function Heading({ mt, children }: { mt?: "lg"; children: string }) {
  return (
    <Box component="h2" mt={mt} mb="xs" px="lg" fz="xs" lh="1rem" c="dimmed">
      {children}
    </Box>
  );
}

interface EntryProps {
  path: string;
  /** Whether the pages below the path belong to the entry as well. */
  below?: boolean;
  icon: "bolt" | "apps" | "users" | "badge" | "code" | "send" | "log" | "home" | "user" | "key";
  name: string;
  /** Whether something there waits for a super admin. */
  look?: boolean;
  onGo: () => void;
}

function Entry({ path, below, icon, name, look, onGo }: EntryProps) {
  const [here] = useRoute(below ? `${path}/*?` : path);
  return (
    <li>
      <Link href={path} aria-current={here ? "page" : undefined} onClick={onGo}>
        <Icon name={icon} />
        {name}
        {look && (
          <Box component="span" ms="auto" c="var(--bad)">
            <Icon name="alert" />
            <span className="vh">{say("nav.look")}</span>
          </Box>
        )}
      </Link>
    </li>
  );
}

/** Whether an application does not work or needs a new secret soon. */
function useTrouble(): boolean {
  const { data: me } = api.useQuery("get", "/api/v1/me");
  // A page that is about connections has asked already; elsewhere nobody waits for it.
  const { data: connections } = useConnections(me?.organization.code ?? "", useIsShown());
  const now = new Date();
  return connections?.items.some((one) => troubleOf(one, now) !== null) ?? false;
}
