import { Avatar, Box, Text, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import type { components } from "../api/schema.gen.ts";
import { signOut } from "../api/session.ts";
import { say } from "../text/app.ts";
import { Address } from "../ui/address.tsx";
import { Icon } from "../ui/icons.tsx";
import { MenuBox } from "../ui/menu-box.tsx";
import { useToast } from "../ui/toasts.tsx";
import { useMenu } from "../ui/use-menu.ts";
import { ThemeChoice } from "./theme-choice.tsx";

type User = components["schemas"]["User"];

/** The person's own menu: a button that opens a list. */
export function AccountMenu({ user, organization }: { user: User; organization: string }) {
  const { open, setOpen, button, box } = useMenu();
  const [leaving, setLeaving] = useState(false);
  const toast = useToast();

  async function leave() {
    if (leaving) return;
    setLeaving(true);
    try {
      await signOut();
    } catch {
      setLeaving(false);
      toast(say("menu.failed"));
    }
  }

  return (
    <Box className="account" ms="auto" pos={{ base: "static", xs: "relative" }} flex="none" {...box}>
      <UnstyledButton
        ref={button}
        display="flex"
        fz="sm"
        lh="1.25rem"
        mih={44}
        px={4}
        bdrs="sm"
        style={{ alignItems: "center", gap: 8 }}
        type="button"
        aria-expanded={open}
        aria-controls="account-menu"
        onClick={() => setOpen(!open)}
      >
        <Avatar component="span" size={32} color="petrol" className="edged" aria-hidden="true">
          {initials(user.name)}
        </Avatar>
        <Text component="span" inherit truncate maw="14rem" className="name" title={user.name}>
          {user.name}
        </Text>
        <span className="vh">, {say("bar.account")}</span>
        <Icon name="down" />
      </UnstyledButton>
      <MenuBox id="account-menu" open={open}>
        <p>
          <b>{user.name}</b>
          <span className="small muted">
            <Address of={user.email} />
          </span>
          <span className="small muted">{organization}</span>
        </p>
        <ThemeChoice />
        <ul>
          <li>
            <Link href="/profile" onClick={() => setOpen(false)}>
              {say("menu.profile")}
            </Link>
          </li>
          <li>
            <Link href="/profile/security" onClick={() => setOpen(false)}>
              {say("menu.security")}
            </Link>
          </li>
          <li>
            <button type="button" aria-disabled={leaving || undefined} onClick={leave}>
              {leaving ? say("menu.signing-out") : say("menu.sign-out")}
            </button>
          </li>
        </ul>
      </MenuBox>
    </Box>
  );
}

/** "Maya Okafor" gives "MO", "Maya" gives "M", "Maya (Acme)" gives "MA". */
export function initials(name: string): string {
  const words = name
    .split(/\s+/)
    .map((word) => word.replace(/^[^\p{L}\p{N}]+/u, ""))
    .filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.map((word) => [...(word ?? "")][0]?.toUpperCase() ?? "").join("");
}
