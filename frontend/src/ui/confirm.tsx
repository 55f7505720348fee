import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { say } from "../text/app.ts";
import { Dialog, DialogForm } from "./dialog.tsx";
import { ProblemAlert } from "./problem-alert.tsx";

interface ConfirmProps {
  title: string;
  /** What will be the case afterwards. */
  children: ReactNode;
  action: string;
  busyAction: string;
  /** It takes something away from somebody. */
  danger?: boolean;
  /** Does it; the dialog closes once that is done. */
  act: () => Promise<void>;
  onClose: () => void;
}

/** Asks once more before something that others will feel; says in the same place why it could not be done. */
export function Confirm({ title, children, action, busyAction, danger, act, onClose }: ConfirmProps) {
  const doing = useMutation({ mutationFn: act, onSuccess: onClose });
  return (
    // While it is being done, Escape belongs to what may stand over it.
    <Dialog open title={title} onClose={() => doing.isPending || onClose()}>
      <DialogForm
        onSubmit={() => doing.isPending || doing.mutate()}
        actions={
          <>
            <Button data-autofocus={danger || undefined} onClick={onClose}>
              {say("confirm.cancel")}
            </Button>
            <Button
              type="submit"
              variant="filled"
              data-autofocus={!danger || undefined}
              color={danger ? "bad" : undefined}
              aria-disabled={doing.isPending || undefined}
            >
              {doing.isPending ? busyAction : action}
            </Button>
          </>
        }
      >
        {doing.error && <ProblemAlert problem={doing.error} />}
        {children}
      </DialogForm>
    </Dialog>
  );
}

/** The data of an answer, or its refusal as an error. */
export async function answered<Data>(answer: Promise<{ data?: Data; error?: unknown }>): Promise<Data> {
  const { data, error } = await answer;
  if (error) throw error;
  return data as Data;
}
