import { Box, Button } from "@mantine/core";
import type { RefObject } from "react";
import { Link } from "wouter";
import { Icon } from "../ui/icons.tsx";
import { MenuBox } from "../ui/menu-box.tsx";
import { useMenu } from "../ui/use-menu.ts";
import { formPath } from "./overall.ts";
import { type Action, type Connection, newestOf, stateOf } from "./states.ts";
import { say } from "./texts/connections.ts";

export type MenuChoice = "turn-off" | "rotate" | "remove";

interface CardMenuProps {
  button: RefObject<HTMLButtonElement | null>;
  connection: Connection;
  title: string;
  /** The actions that have a button of their own. */
  shown: Action[];
  onChoose: (choice: MenuChoice) => void;
}

/** The rarer actions of a connection: a button that opens a list. */
export function CardMenu({ button, connection, title, shown, onChoose }: CardMenuProps) {
  const { open, setOpen, button: own, box } = useMenu();
  const id = `menu-${connection.id}`;
  function choose(choice: MenuChoice) {
    setOpen(false);
    onChoose(choice);
  }
  return (
    <Box pos="relative" ms="auto" {...box}>
      <Button
        ref={(element) => {
          own.current = element;
          button.current = element;
        }}
        w={{ base: 44, xs: 36 }}
        px={0}
        aria-label={say("act.more", { name: title })}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <Icon name="more" />
      </Button>
      <MenuBox id={id} open={open}>
        <ul>
          {choicesOf(connection, shown).map((choice) => (
            <li key={choice}>
              <button type="button" onClick={() => choose(choice)}>
                {say(`act.${choice}`)}
              </button>
            </li>
          ))}
          <li>
            <Link href={`/sign-in-log?provider=${encodeURIComponent(connection.provider)}`}>{say("act.log")}</Link>
          </li>
          {newestOf(connection) && (
            <li>
              <Link href={`${formPath(connection)}#versions`}>{say("act.versions")}</Link>
            </li>
          )}
          <li>
            <button type="button" className="danger" onClick={() => choose("remove")}>
              {say("act.remove")}
            </button>
          </li>
        </ul>
      </MenuBox>
    </Box>
  );
}

/** What can be asked of it and has no button yet. */
function choicesOf(connection: Connection, shown: Action[]): ("turn-off" | "rotate")[] {
  const state = stateOf(connection);
  const possible = [
    ...(connection.live ? (["rotate"] as const) : []),
    ...(state === "on" || state === "broken" ? (["turn-off"] as const) : []),
  ];
  return possible.filter((choice) => !shown.includes(choice));
}
