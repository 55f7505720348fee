import { Link, useRoute } from "wouter";
import { say } from "../text/app.ts";
import { Icon } from "../ui/icons.tsx";

interface MenuProps {
  open: boolean;
  setOpen: (open: boolean) => void;
}

/** Opens the menu where there is no room for it beside the page. */
export function MenuButton({ open, setOpen }: MenuProps) {
  return (
    <button
      type="button"
      className="icon-button menu-toggle"
      aria-label={say("nav.button")}
      aria-expanded={open}
      aria-controls="nav"
      onClick={() => setOpen(!open)}
    >
      <Icon name={open ? "close" : "menu"} />
    </button>
  );
}

/** The menu at the left: the places that a super admin can go. */
export function Menu({ open, setOpen }: MenuProps) {
  const close = () => setOpen(false);
  return (
    <nav id="nav" className={open ? "nav open" : "nav"} aria-label={say("nav.label")}>
      <h2>{say("nav.super-admin")}</h2>
      <ul>
        <Entry path="/sign-in-log" below icon="log" name={say("nav.log")} onGo={close} />
      </ul>
      <h2>{say("nav.you")}</h2>
      <ul>
        <Entry path="/" icon="user" name={say("nav.home")} onGo={close} />
      </ul>
    </nav>
  );
}

interface EntryProps {
  path: string;
  /** Whether the pages below the path belong to the entry as well. */
  below?: boolean;
  icon: "log" | "user";
  name: string;
  onGo: () => void;
}

function Entry({ path, below, icon, name, onGo }: EntryProps) {
  const [here] = useRoute(below ? `${path}/*?` : path);
  return (
    <li>
      <Link href={path} aria-current={here ? "page" : undefined} onClick={onGo}>
        <Icon name={icon} />
        {name}
      </Link>
    </li>
  );
}
