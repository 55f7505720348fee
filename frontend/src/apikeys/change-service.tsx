import { useState } from "react";
import { Dialog } from "../ui/dialog.tsx";
import { FieldsDialog } from "../ui/fields-dialog.tsx";
import type { Service } from "./service.ts";
import { isWhole, ServiceFields } from "./service-fields.tsx";
import { say } from "./texts/keys.ts";
import { type ChangeProps, useChange } from "./use-change.ts";

/** Changes what a service is called and what it may. */
export function ChangeService(props: ChangeProps) {
  const { service, onClose } = props;
  return (
    <Dialog open title={say("change.title", { name: service.name })} onClose={onClose}>
      <Form {...props} />
    </Dialog>
  );
}

const draftOf = ({ name, scopes }: Service) => ({ name, scopes });

function Form({ organization, service, onClose }: ChangeProps) {
  const [draft, setDraft] = useState(() => draftOf(service));
  const [wrong, setWrong] = useState(0);
  const change = useChange({ organization, service, onClose }, (now) => setDraft(draftOf(now)));
  function submit() {
    if (!isWhole(draft)) return setWrong(wrong + 1);
    change.mutate({ name: draft.name.trim(), scopes: draft.scopes });
  }
  return (
    <FieldsDialog
      action={say("change.save")}
      busyAction={say("change.busy")}
      isPending={change.isPending}
      problem={change.error}
      wrong={wrong}
      onLoad={change.load}
      onSubmit={submit}
      onClose={onClose}
    >
      <ServiceFields draft={draft} isWrong={wrong > 0} problem={change.error} onChange={setDraft} />
    </FieldsDialog>
  );
}
