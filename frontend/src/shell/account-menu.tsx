import { useClickOutside } from "@mantine/hooks";
import { type FocusEvent, type KeyboardEvent, useRef, useState } from "react";
import type { components } from "../api/schema.gen.ts";
import { signOut } from "../api/session.ts";
import { say } from "../text/app.ts";
import { Icon } from "../ui/icons.tsx";
import { useToast } from "../ui/toasts.tsx";

type User = components["schemas"]["User"];

/** The person's own menu: a button that opens a list. */
export function AccountMenu({ user }: { user: User }) {
  const [open, setOpen] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const box = useClickOutside<HTMLDivElement>(() => setOpen(false));
  const toast = useToast();

  function onKey(event: KeyboardEvent) {
    if (event.key !== "Escape" || !open) return;
    setOpen(false);
    button.current?.focus();
  }
  function onBlur(event: FocusEvent) {
    if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget)) setOpen(false);
  }
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
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears what bubbles up from the button and the list
    <div className="account" ref={box} onKeyDown={onKey} onBlur={onBlur}>
      <button
        ref={button}
        className="me"
        type="button"
        aria-expanded={open}
        aria-controls="account-menu"
        onClick={() => setOpen(!open)}
      >
        <span className="face-dot" aria-hidden="true">
          {initials(user.name)}
        </span>
        <span className="name">{user.name}</span>
        <span className="vh">, {say("bar.account")}</span>
        <Icon name="down" />
      </button>
      <div className="menu" id="account-menu" hidden={!open}>
        <p className="menu-who">
          <b>{user.name}</b>
          <span className="small muted">{user.email}</span>
        </p>
        <ul>
          <li>
            <button type="button" aria-disabled={leaving || undefined} onClick={leave}>
              {leaving ? say("menu.signing-out") : say("menu.sign-out")}
            </button>
          </li>
        </ul>
      </div>
    </div>
  );
}

/** "Maya Okafor" gives "MO", "Maya" gives "M". */
function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.map((word) => [...(word ?? "")][0]?.toUpperCase() ?? "").join("");
}
