import { Button } from "@mantine/core";
import type { components } from "../api/schema.gen.ts";
import { CopyField } from "../ui/copy-field.tsx";
import { DialogForm } from "../ui/dialog.tsx";
import { Icon } from "../ui/icons.tsx";
import { tryLine } from "./service.ts";
import { say } from "./texts/keys.ts";

interface ShownOnceProps {
  organization: string;
  made: components["schemas"]["ServiceMade"];
  onClose: () => void;
}

/** The title of the dialog in which it is shown. */
export function shownTitle({ service, secret }: ShownOnceProps["made"]): string {
  return say(secret ? "once.title" : "once.made", { name: service.name });
}

/** A new secret, this once, and what to do with it; of one without what the other side has to know. */
export function ShownOnce({ organization, made: { service, secret }, onClose }: ShownOnceProps) {
  return (
    <DialogForm
      onSubmit={onClose}
      actions={
        <Button type="submit" variant="filled">
          {say(secret ? "once.kept" : "once.done")}
        </Button>
      }
    >
      {secret ? (
        <>
          <div className="notice warn">
            <Icon name="alert" />
            <p>{say("once.why")}</p>
          </div>
          <CopyField label={say("once.secret")} value={secret} />
          <p>{say("once.todo")}</p>
          <CopyField label={say("once.line")} value={tryLine(service, organization)} />
        </>
      ) : (
        <>
          <p>{say(service.keys ? "once.signed" : "once.token")}</p>
          <CopyField label={say("fact.client-id")} value={service.id} />
          <CopyField label={say("fact.token-url")} value={service.tokenUrl} />
        </>
      )}
    </DialogForm>
  );
}
