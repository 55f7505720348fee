import { Button } from "@mantine/core";
import { useRef, useState } from "react";
import { Link } from "wouter";
import { CardFoot } from "./card-head.tsx";
import { CardMenu, type MenuChoice } from "./card-menu.tsx";
import { formPath, newSecretPath, previewPath, testPath } from "./overall.ts";
import { Remove } from "./remove.tsx";
import { Rotate } from "./rotate.tsx";
import { type Action, actionsOf, type Connection, isSecretCause } from "./states.ts";
import { say } from "./texts/connections.ts";
import { TurnOff } from "./turn-off.tsx";

type Asking = "turn-off" | "rotate" | "remove";

/** The buttons of a card: the one that matters now is filled, the rare ones are behind a menu. */
export function CardActions({ connection, title }: { connection: Connection; title: string }) {
  const [asking, setAsking] = useState<Asking | null>(null);
  const menuButton = useRef<HTMLButtonElement>(null);
  const { main, others } = actionsOf(connection, new Date());
  const shown = main ? [main, ...others] : others;
  const dialog = (name: Asking) => ({ connection, title, open: asking === name, onClose: () => setAsking(null) });
  function choose(choice: MenuChoice) {
    // The dialog gives the focus back to where it is now.
    menuButton.current?.focus();
    setAsking(choice);
  }
  return (
    <CardFoot>
      {shown.map((action) => (
        <ActionButton
          key={action}
          action={action}
          title={title}
          isMain={action === main}
          connection={connection}
          onAsk={setAsking}
        />
      ))}
      <CardMenu button={menuButton} connection={connection} title={title} shown={shown} onChoose={choose} />
      <TurnOff {...dialog("turn-off")} />
      <Rotate {...dialog("rotate")} />
      <Remove {...dialog("remove")} />
    </CardFoot>
  );
}

interface ActionButtonProps {
  action: Action;
  title: string;
  isMain: boolean;
  connection: Connection;
  onAsk: (what: Asking) => void;
}

function ActionButton({ action, title, isMain, connection, onAsk }: ActionButtonProps) {
  const look = {
    variant: isMain ? "filled" : "default",
    // Several cards have the same words; by name they are told apart.
    "aria-label": say("act.of", { action: say(`act.${action}`), name: title }),
    children: say(`act.${action}`),
  };
  if (action === "turn-off" || action === "rotate") return <Button {...look} onClick={() => onAsk(action)} />;
  return <Button component={Link} href={pathOf[action](connection)} {...look} />;
}

/** The form at what mends it. */
function mendPath(connection: Connection): string {
  return connection.degraded && isSecretCause(connection.degraded) ? newSecretPath(connection) : formPath(connection);
}

const pathOf = {
  "set-up": formPath,
  edit: formPath,
  fix: mendPath,
  // The page of the test starts it at once when it is asked to.
  test: testPath,
  "turn-on": previewPath,
};
