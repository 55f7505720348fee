import { Button, Checkbox, PasswordInput, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { calls } from "../api/session.ts";
import { useRefresh } from "../shell/page.tsx";
import type { Identities } from "../stepup/identities.ts";
import { say as sayInApp } from "../text/app.ts";
import { answered } from "../ui/confirm.tsx";
import { Dialog, DialogForm } from "../ui/dialog.tsx";
import { fieldCode, fieldError, isRefused } from "../ui/problem.ts";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import { useToast } from "../ui/toasts.tsx";
import { whenWithin } from "./sign-in-texts.ts";
import { say } from "./texts/security.ts";

interface PasswordCardProps {
  organization: string;
  identities: Identities;
  onChange: () => void;
}

/** Whether the person has a password and what it is good for. */
export function PasswordCard({ organization, identities, onChange }: PasswordCardProps) {
  const { hasPassword, passwordUsable, passwordChangedAt } = identities;
  const text = hasPassword
    ? say(passwordUsable ? "password.opens" : "password.closed", { org: organization })
    : say("password.none");
  return (
    <section className="card" aria-labelledby="password">
      <header className="alone">
        <div>
          <h2 id="password">{say("password.title")}</h2>
          <p>{passwordChangedAt === null ? text : `${text} ${changedText(passwordChangedAt)}`}</p>
        </div>
        <Button onClick={onChange}>{say(hasPassword ? "password.change" : "password.set")}</Button>
      </header>
    </section>
  );
}

function changedText(at: string): string {
  return say("password.changed-at", { when: whenWithin(at) });
}

interface PasswordDialogProps {
  hasPassword: boolean;
  /** The person has to confirm who they are first. */
  onReauth: () => void;
  onClose: () => void;
}

/** Changes the password, or sets the first one. */
export function PasswordDialog({ hasPassword, onReauth, onClose }: PasswordDialogProps) {
  const fields = useRef<HTMLDivElement>(null);
  const refresh = useRefresh();
  const toast = useToast();
  const save = useMutation({
    mutationFn: (data: FormData) => {
      const currentPassword = String(data.get("current") ?? "");
      const body = { newPassword: String(data.get("new") ?? ""), endOtherSessions: data.get("end") !== null };
      return answered(calls.PUT("/api/v1/me/password", { body: hasPassword ? { ...body, currentPassword } : body }));
    },
    onSuccess: async ({ ended }) => {
      onClose();
      toast(doneText(hasPassword, ended));
      await refresh();
    },
    onError: (problem) => isRefused(problem, "reauth_required") && onReauth(),
  });
  function submit() {
    const form = fields.current?.closest("form");
    if (form && !save.isPending) save.mutate(new FormData(form));
  }
  return (
    <Dialog open title={say(hasPassword ? "password.change" : "password.set")} onClose={onClose}>
      <DialogForm
        onSubmit={submit}
        actions={
          <>
            <Button onClick={onClose}>{sayInApp("confirm.cancel")}</Button>
            <Button type="submit" variant="filled" aria-disabled={save.isPending || undefined}>
              {say(save.isPending ? "password.saving" : "password.save")}
            </Button>
          </>
        }
      >
        {save.error && <ProblemAlert problem={save.error} />}
        <Stack ref={fields}>
          {hasPassword && (
            <PasswordInput
              name="current"
              data-autofocus
              autoComplete="current-password"
              label={say("password.current")}
              error={fieldCode(save.error, "/currentPassword") && say("password.needed")}
            />
          )}
          <PasswordInput
            name="new"
            data-autofocus={!hasPassword || undefined}
            autoComplete="new-password"
            label={say("password.new")}
            description={say("password.hint")}
            error={newError(save.error)}
          />
          <Checkbox name="end" defaultChecked label={say("password.end")} />
        </Stack>
      </DialogForm>
    </Dialog>
  );
}

function newError(problem: unknown): string | undefined {
  const code = fieldCode(problem, "/newPassword");
  if (code === "too_weak") return say("password.weak");
  if (code === "too_short" || code === "required") return say("password.short");
  return fieldError(problem, "/newPassword");
}

function doneText(hadOne: boolean, ended: number): string {
  if (!hadOne) return say("password.was-set");
  return ended === 0 ? say("password.changed") : say.count("password.changed-others", ended);
}
