import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { components } from "../api/schema.gen.ts";
import { CopyField } from "../ui/copy-field.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { FieldsDialog } from "../ui/fields-dialog.tsx";
import type { Service } from "./service.ts";
import { say } from "./texts/keys.ts";
import type { useChange } from "./use-change.ts";

interface ProofDialogProps {
  service: Service;
  title: string;
  change: ReturnType<typeof useChange>;
  /** How often it was sent with something wrong. */
  wrong?: number;
  /** What takes it away again, and its button; undefined if there is nothing to take away. */
  removal: { body: components["schemas"]["ServiceChange"]; action: string } | undefined;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** What a service proves itself by in place of a secret: the fields, and what to enter at the other side. */
export function ProofDialog({ service, title, change, wrong, removal, onSubmit, onClose, children }: ProofDialogProps) {
  const { mutate, isPending, error, load } = change;
  return (
    <Dialog open title={title} onClose={onClose}>
      <FieldsDialog
        action={say("change.save")}
        busyAction={say("change.busy")}
        isPending={isPending}
        problem={error}
        wrong={wrong}
        onLoad={load}
        onSubmit={onSubmit}
        onClose={onClose}
      >
        {children}
        <section aria-labelledby="proof-copy" className="page">
          <h3 id="proof-copy">{say("fed.copy")}</h3>
          <CopyField label={say("fact.client-id")} value={service.id} />
          <CopyField label={say("fact.token-url")} value={service.tokenUrl} />
        </section>
        {removal && (
          <div>
            <Button color="bad" onClick={() => isPending || mutate(removal.body)}>
              {removal.action}
            </Button>
            <p className="small muted">{say("fed.remove-why")}</p>
          </div>
        )}
      </FieldsDialog>
    </Dialog>
  );
}
