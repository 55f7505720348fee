import { Radio, Stack } from "@mantine/core";
import { useState } from "react";
import type { components } from "../api/schema.gen.ts";
import { calls } from "../api/session.ts";
import { useRefresh } from "../shell/page.tsx";
import { useConfirmedChange } from "../stepup/use-confirmed-change.ts";
import { Dialog } from "../ui/dialog.tsx";
import { FieldsDialog } from "../ui/fields-dialog.tsx";
import { FederationFields, noFederation, trimmed } from "./federation-fields.tsx";
import { aYear, isUntyped, LifetimeField, lifetimeOf } from "./lifetime-field.tsx";
import { type ServiceDraft, ServiceFields } from "./service-fields.tsx";
import { ShownOnce, shownTitle } from "./shown-once.tsx";
import { say } from "./texts/keys.ts";

type Made = components["schemas"]["ServiceMade"];
type Proof = "secret" | "federation";

/** Makes a service; its secret is shown until somebody says that it is kept. */
export function NewService({ organization, onClose }: { organization: string; onClose: () => void }) {
  const [made, setMade] = useState<Made | null>(null);
  return (
    <Dialog open title={made ? shownTitle(made) : say("make.open")} onClose={() => made?.secret || onClose()}>
      {made ? (
        <ShownOnce organization={organization} made={made} onClose={onClose} />
      ) : (
        <Form organization={organization} onMade={setMade} onClose={onClose} />
      )}
    </Dialog>
  );
}

interface FormProps {
  organization: string;
  onMade: (made: Made) => void;
  onClose: () => void;
}

function Form({ organization, onMade, onClose }: FormProps) {
  const [draft, setDraft] = useState<ServiceDraft>({ name: "", scopes: [] });
  const [proof, setProof] = useState<Proof>("secret");
  const [lifetime, setLifetime] = useState(aYear);
  const [federation, setFederation] = useState(noFederation);
  const [wrong, setWrong] = useState(0);
  const refresh = useRefresh();
  const make = useConfirmedChange(
    (body: components["schemas"]["NewService"]) =>
      calls.POST("/api/v1/organizations/{organization}/services", { params: { path: { organization } }, body }),
    {
      onSuccess: async (made) => {
        onMade(made);
        await refresh();
      },
    },
  );
  const isSecret = proof === "secret";
  function submit() {
    if (draft.scopes.length === 0 || (isSecret && isUntyped(lifetime))) return setWrong(wrong + 1);
    const own = isSecret ? lifetimeOf(lifetime) : { federation: trimmed(federation) };
    make.mutate({ name: draft.name.trim(), scopes: draft.scopes, ...own });
  }
  return (
    <FieldsDialog
      action={say("make.open")}
      busyAction={say("make.busy")}
      isPending={make.isPending}
      problem={make.error}
      wrong={wrong}
      onSubmit={submit}
      onClose={onClose}
    >
      <ServiceFields
        draft={draft}
        isWrong={wrong > 0 && draft.scopes.length === 0}
        problem={make.error}
        onChange={setDraft}
      />
      <Radio.Group label={say("make.by")} value={proof} onChange={(chosen) => setProof(chosen as Proof)}>
        <Stack gap="xs" pt="xs">
          {(["secret", "federation"] as const).map((one) => (
            <Radio key={one} value={one} label={say(`make.by-${one}`)} description={say(`make.by-${one}-why`)} />
          ))}
        </Stack>
      </Radio.Group>
      {isSecret ? (
        <LifetimeField value={lifetime} isWrong={wrong > 0} onChange={setLifetime} />
      ) : (
        <FederationFields value={federation} problem={make.error} onChange={setFederation} />
      )}
    </FieldsDialog>
  );
}
