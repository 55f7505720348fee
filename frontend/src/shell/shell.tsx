import { Text } from "@mantine/core";
import { type ReactNode, useRef, useState } from "react";
import { Link } from "wouter";
import { api } from "../api/session.ts";
import { say } from "../text/app.ts";
import { Wordmark } from "../ui/icons.tsx";
import { AccountMenu } from "./account-menu.tsx";
import { Menu, MenuButton } from "./menu.tsx";
import { SessionEnding } from "./session-ending.tsx";
import { usePageFocus } from "./use-page-focus.ts";

/** What stands around every page: skip link, bar with the organization's name, account menu, the menu of whoever may see something of the organization. */
export function Shell({ children }: { children: ReactNode }) {
  const { data: me } = api.useQuery("get", "/api/v1/me");
  const [open, setOpen] = useState(false);
  const main = useRef<HTMLElement>(null);
  usePageFocus(main);
  if (!me) return null;
  const hasMenu = me.permissions.length > 0;
  return (
    <>
      <a className="skip" href="#main">
        {say("skip")}
      </a>
      <header className="top">
        <Link className="wordmark" href="/" aria-label={say("bar.home")}>
          <Wordmark />
        </Link>
        {/* A long name in two lines; the whole stands in its title and in the account menu. */}
        <Text
          component="span"
          fz="sm"
          fw={600}
          lh="1.25rem"
          lineClamp={2}
          miw={0}
          py={2}
          ps={{ base: 12, xs: 16 }}
          style={{ borderInlineStart: "1px solid var(--line)" }}
          title={me.organization.name}
        >
          {me.organization.name}
        </Text>
        <AccountMenu user={me.user} organization={me.organization.name} />
        {hasMenu && <MenuButton open={open} setOpen={setOpen} />}
      </header>
      <div className={hasMenu ? "shell" : undefined}>
        {hasMenu && <Menu open={open} setOpen={setOpen} />}
        <main id="main" ref={main} className="content" tabIndex={-1}>
          {children}
        </main>
      </div>
      <SessionEnding endsAt={me.session.expiresAt} />
    </>
  );
}
