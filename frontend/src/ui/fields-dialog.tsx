import { Button } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";
import { say } from "../text/app.ts";
import { DialogForm } from "./dialog.tsx";
import { isRefused } from "./problem.ts";
import { ProblemAlert } from "./problem-alert.tsx";

interface FieldsDialogProps {
  action: string;
  busyAction: string;
  isPending: boolean;
  problem: unknown;
  /** How often it was sent with something wrong: the focus goes to the first such field. */
  wrong?: number;
  /** Begins anew from what somebody else has saved. */
  onLoad?: () => void;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** A dialog with fields, what came of sending them, and the focus at the first that is wrong. */
export function FieldsDialog(props: FieldsDialogProps) {
  const { action, busyAction, isPending, problem, wrong = 0, onLoad, onSubmit, onClose, children } = props;
  const fields = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (problem || wrong)
      fields.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-wrong] input')?.focus();
  }, [problem, wrong]);
  return (
    <DialogForm
      onSubmit={() => isPending || onSubmit()}
      actions={
        <>
          <Button onClick={onClose}>{say("confirm.cancel")}</Button>
          {onLoad && isRefused(problem, "config_changed") && <Button onClick={onLoad}>{say("change.load")}</Button>}
          <Button type="submit" variant="filled" aria-disabled={isPending || undefined}>
            {isPending ? busyAction : action}
          </Button>
        </>
      }
    >
      {Boolean(problem) && <ProblemAlert problem={problem} />}
      <div ref={fields} className="page">
        {children}
      </div>
    </DialogForm>
  );
}
