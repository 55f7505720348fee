import { Button, Group } from "@mantine/core";
import { useState } from "react";
import type { components } from "../api/schema.gen.ts";
import { BulkDialog } from "./bulk-dialog.tsx";
import type { Chosen } from "./selection.ts";
import { say } from "./texts/users.ts";

type Schemas = components["schemas"];
type Action = Schemas["UserBulkAction"];

interface SelectionBarProps {
  organization: string;
  chosen: Chosen;
  /** How many the filters find; null if nobody counted them. */
  total: number | null;
  onStarted: (change: Schemas["UserBulkChange"]) => void;
}

const actions = ["deactivate", "reactivate", "set_role", "end_sessions", "invite"] as const satisfies Action[];

/** What may be done to all who are chosen at once. */
export function SelectionBar({ organization, chosen, total, onStarted }: SelectionBarProps) {
  const [asked, setAsked] = useState<Action | null>(null);
  const { all, count } = chosen;
  if (!all && count === 0) return null;
  return (
    <section className="selection" aria-label={say("choose.label")}>
      <Group gap="xs" px="lg" py="xs" bg="var(--primary-soft)">
        <strong role="status">{all ? say("choose.all") : say.count("choose.count", count)}</strong>
        {!all && (total === null || total > count) && (
          <Button variant="subtle" onClick={() => chosen.setAll(true)}>
            {say("choose.rest")}
          </Button>
        )}
        <Button variant="subtle" onClick={() => chosen.setAll(false)}>
          {say("choose.none")}
        </Button>
        <Group gap="xs" ms="auto">
          {actions.map((action) => (
            <Button key={action} color={action === "deactivate" ? "bad" : undefined} onClick={() => setAsked(action)}>
              {say(`bulk.${action}`)}
            </Button>
          ))}
        </Group>
      </Group>
      {asked && (
        <BulkDialog
          organization={organization}
          action={asked}
          of={chosen.order}
          onStarted={onStarted}
          onClose={() => setAsked(null)}
        />
      )}
    </section>
  );
}
