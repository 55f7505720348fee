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
import { publicKeys } from "./public-keys.ts";
import { PublicKeysField } from "./public-keys-field.tsx";
import { isWhole, type ServiceDraft, ServiceFields } from "./service-fields.tsx";
import { ShownOnce, shownTitle } from "./shown-once.tsx";
import { say } from "./texts/keys.ts";

type Made = components["schemas"]["ServiceMade"];
type Proof = (typeof proofs)[number];

const proofs = ["secret", "federation", "keys"] as const;

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
  const [keysText, setKeysText] = useState("");
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
  const keys = publicKeys(keysText);
  const own = {
    secret: isUntyped(lifetime) ? undefined : lifetimeOf(lifetime),
    federation: { federation: trimmed(federation) },
    keys: keys && { keys },
  }[proof];
  function submit() {
    if (!isWhole(draft) || !own) return setWrong(wrong + 1);
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
      <ServiceFields draft={draft} isWrong={wrong > 0} problem={make.error} onChange={setDraft} />
      <Radio.Group label={say("make.by")} value={proof} onChange={(chosen) => setProof(chosen as Proof)}>
        <Stack gap="xs" pt="xs">
          {proofs.map((one) => (
            <Radio key={one} value={one} label={say(`make.by-${one}`)} description={say(`make.by-${one}-why`)} />
          ))}
        </Stack>
      </Radio.Group>
      {proof === "secret" && <LifetimeField value={lifetime} isWrong={wrong > 0} onChange={setLifetime} />}
      {proof === "federation" && <FederationFields value={federation} problem={make.error} onChange={setFederation} />}
      {proof === "keys" && (
        <PublicKeysField value={keysText} isWrong={wrong > 0 && !keys} problem={make.error} onChange={setKeysText} />
      )}
    </FieldsDialog>
  );
}
