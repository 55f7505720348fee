import { useState } from "react";
import { FederationFields, noFederation, trimmed } from "./federation-fields.tsx";
import { ProofDialog } from "./proof-dialog.tsx";
import { say } from "./texts/keys.ts";
import { type ChangeProps, useChange } from "./use-change.ts";

/** Whose tokens prove a service, in place of a secret. */
export function FederationDialog(props: ChangeProps) {
  const { service, onClose } = props;
  const [federation, setFederation] = useState(service.federation ?? noFederation);
  const change = useChange(props, (now) => setFederation(now.federation ?? noFederation));
  return (
    <ProofDialog
      service={service}
      title={say("fed.of", { name: service.name })}
      change={change}
      removal={service.federation ? { body: { federation: null }, action: say("fed.remove") } : undefined}
      onSubmit={() => change.mutate({ federation: trimmed(federation) })}
      onClose={onClose}
    >
      <FederationFields value={federation} problem={change.error} onChange={setFederation} />
    </ProofDialog>
  );
}
