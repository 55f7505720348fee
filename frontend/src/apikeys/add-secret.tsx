import { useState } from "react";
import type { components } from "../api/schema.gen.ts";
import { calls } from "../api/session.ts";
import { useRefresh } from "../shell/page.tsx";
import { useConfirmedChange } from "../stepup/use-confirmed-change.ts";
import { Dialog } from "../ui/dialog.tsx";
import { FieldsDialog } from "../ui/fields-dialog.tsx";
import { aYear, isUntyped, LifetimeField, lifetimeOf } from "./lifetime-field.tsx";
import { ShownOnce, shownTitle } from "./shown-once.tsx";
import { say } from "./texts/keys.ts";
import type { ChangeProps } from "./use-change.ts";

type Made = components["schemas"]["ServiceMade"];

/** Gives a service one secret more, beside those that it has. */
export function AddSecret(props: ChangeProps) {
  const { organization, service, onClose } = props;
  const [made, setMade] = useState<Made | null>(null);
  const title = made ? shownTitle(made) : say("add.title", { name: service.name });
  return (
    <Dialog open title={title} onClose={() => made || onClose()}>
      {made ? (
        <ShownOnce organization={organization} made={made} onClose={onClose} />
      ) : (
        <Form {...props} onMade={setMade} />
      )}
    </Dialog>
  );
}

function Form({ organization, service, onClose, onMade }: ChangeProps & { onMade: (made: Made) => void }) {
  const [lifetime, setLifetime] = useState(aYear);
  const [wrong, setWrong] = useState(0);
  const refresh = useRefresh();
  const add = useConfirmedChange(
    (body: components["schemas"]["NewServiceSecret"]) =>
      calls.POST("/api/v1/organizations/{organization}/services/{serviceId}/secrets", {
        params: { path: { organization, serviceId: service.id } },
        body,
      }),
    {
      onSuccess: async (made) => {
        onMade(made);
        await refresh();
      },
    },
  );
  return (
    <FieldsDialog
      action={say("add.open")}
      busyAction={say("add.busy")}
      isPending={add.isPending}
      problem={add.error}
      wrong={wrong}
      onSubmit={() => (isUntyped(lifetime) ? setWrong(wrong + 1) : add.mutate(lifetimeOf(lifetime)))}
      onClose={onClose}
    >
      <p>{say("add.why")}</p>
      <LifetimeField value={lifetime} isWrong={wrong > 0} onChange={setLifetime} />
    </FieldsDialog>
  );
}
