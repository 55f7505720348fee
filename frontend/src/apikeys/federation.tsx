import { Button } from "@mantine/core";
import { useState } from "react";
import { CopyField } from "../ui/copy-field.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { FieldsDialog } from "../ui/fields-dialog.tsx";
import { FederationFields, noFederation, trimmed } from "./federation-fields.tsx";
import { say } from "./texts/keys.ts";
import { type ChangeProps, useChange } from "./use-change.ts";

/** Whose tokens prove a service, in place of a secret, and what to enter there. */
export function FederationDialog(props: ChangeProps) {
  const { service, onClose } = props;
  return (
    <Dialog open title={say("fed.of", { name: service.name })} onClose={onClose}>
      <Form {...props} />
    </Dialog>
  );
}

function Form({ organization, service, onClose }: ChangeProps) {
  const [federation, setFederation] = useState(service.federation ?? noFederation);
  const change = useChange({ organization, service, onClose }, (now) => setFederation(now.federation ?? noFederation));
  return (
    <FieldsDialog
      action={say("change.save")}
      busyAction={say("change.busy")}
      isPending={change.isPending}
      problem={change.error}
      wrong={0}
      onLoad={change.load}
      onSubmit={() => change.mutate({ federation: trimmed(federation) })}
      onClose={onClose}
    >
      <FederationFields value={federation} problem={change.error} onChange={setFederation} />
      <section aria-labelledby="federation-copy" className="page">
        <h3 id="federation-copy">{say("fed.copy")}</h3>
        <CopyField label={say("fact.client-id")} value={service.id} />
        <CopyField label={say("fact.token-url")} value={service.tokenUrl} />
      </section>
      {service.federation && (
        <div>
          <Button color="bad" onClick={() => change.isPending || change.mutate({ federation: null })}>
            {say("fed.remove")}
          </Button>
          <p className="small muted">{say("fed.remove-why")}</p>
        </div>
      )}
    </FieldsDialog>
  );
}
