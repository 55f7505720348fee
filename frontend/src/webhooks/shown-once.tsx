import { Button } from "@mantine/core";
import { CopyField } from "../ui/copy-field.tsx";
import { DialogForm } from "../ui/dialog.tsx";
import { Icon } from "../ui/icons.tsx";
import { say } from "./texts/webhooks.ts";

/** A new secret, this once, and what to do with it. */
export function ShownOnce({ secret, rotated, onClose }: { secret: string; rotated?: boolean; onClose: () => void }) {
  return (
    <DialogForm
      onSubmit={onClose}
      actions={
        <Button type="submit" variant="filled">
          {say("once.kept")}
        </Button>
      }
    >
      <div className="notice warn">
        <Icon name="alert" />
        <p>{say("once.why")}</p>
      </div>
      <CopyField label={say("once.secret")} value={secret} />
      <p>{say(rotated ? "once.rotated" : "once.todo")}</p>
    </DialogForm>
  );
}
