import { Button } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";
import { DialogForm } from "../ui/dialog.tsx";
import { isRefused } from "../ui/problem.ts";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import { say } from "./texts/keys.ts";

interface ServiceDialogProps {
  action: string;
  busyAction: string;
  isPending: boolean;
  problem: unknown;
  /** How often it was sent with something wrong: the focus goes to the first such field. */
  wrong: number;
  /** Begins anew from what somebody else has saved. */
  onLoad?: () => void;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** The fields of a dialog about a service, with what came of sending them. */
export function ServiceDialog(props: ServiceDialogProps) {
  const { action, busyAction, isPending, problem, wrong, onLoad, onSubmit, onClose, children } = props;
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
