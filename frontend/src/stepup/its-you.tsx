import { Button, PasswordInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { calls, leave } from "../api/session.ts";
import { go } from "../browser/go.ts";
import { cannotConfirm } from "../browser/memory.ts";
import { say as sayInApp } from "../text/app.ts";
import { answered } from "../ui/confirm.tsx";
import { Dialog, DialogForm } from "../ui/dialog.tsx";
import { fieldCode } from "../ui/problem.ts";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import { type Identities, nameOf } from "./identities.ts";
import { say } from "./texts/stepup.ts";

interface ItsYouProps {
  organization: string;
  identities: Identities;
  /** Something typed would be lost by leaving the page. */
  isTyped?: boolean;
  onConfirmed: () => Promise<void>;
  onClose: () => void;
}

/** The providers that may confirm who it is, but those that were seen to be unable to. */
function confirming({ items }: Identities): Identities["items"] {
  return items.filter(({ state, provider }) => state === "connected" && cannotConfirm(provider).read() === null);
}

/** Asks for the password; people without one go to a provider whose account is connected. */
export function ItsYou(props: ItsYouProps) {
  const { identities, isTyped, onClose } = props;
  const connected = confirming(identities);
  return (
    <Dialog open title={say("recent.title")} onClose={onClose}>
      {identities.hasPassword && <PasswordForm {...props} />}
      {!identities.hasPassword && connected.length > 0 && <ByProvider {...props} />}
      {!identities.hasPassword && connected.length === 0 && (
        <DialogForm
          onSubmit={() => leave(null)}
          actions={
            <>
              <Button onClick={onClose}>{sayInApp("confirm.cancel")}</Button>
              <Button type="submit" variant="filled" data-autofocus>
                {say("recent.again")}
              </Button>
            </>
          }
        >
          <p>{say("recent.nothing")}</p>
          {isTyped && <p>{say("recent.lost")}</p>}
        </DialogForm>
      )}
    </Dialog>
  );
}

function PasswordForm({ onConfirmed, onClose }: ItsYouProps) {
  const field = useRef<HTMLInputElement>(null);
  const confirm = useMutation({
    mutationFn: (password: string) => answered(calls.POST("/api/v1/me/reauthentication", { body: { password } })),
    onSuccess: onConfirmed,
  });
  return (
    <DialogForm
      onSubmit={() => confirm.isPending || confirm.mutate(field.current?.value ?? "")}
      actions={
        <>
          <Button onClick={onClose}>{sayInApp("confirm.cancel")}</Button>
          <Button type="submit" variant="filled" aria-disabled={confirm.isPending || undefined}>
            {say(confirm.isPending ? "recent.busy" : "recent.submit")}
          </Button>
        </>
      }
    >
      {confirm.error && <ProblemAlert problem={confirm.error} />}
      <p>{say("recent.password-why")}</p>
      <PasswordInput
        ref={field}
        data-autofocus
        autoComplete="current-password"
        label={say("recent.password")}
        error={fieldCode(confirm.error, "/password") && say("password.needed")}
      />
    </DialogForm>
  );
}

function ByProvider({ organization, identities, isTyped, onClose }: ItsYouProps) {
  const attempt = useMutation({
    mutationFn: (provider: string) =>
      answered(calls.POST("/api/v1/me/step-up/{provider}", { params: { path: { provider } } })),
    onSuccess: ({ authorizationUrl }) => go.to(authorizationUrl),
  });
  const isGoing = attempt.isPending || attempt.isSuccess;
  // The expected one stands last.
  const connected = confirming(identities).reverse();
  return (
    <DialogForm
      actions={
        <>
          <Button onClick={onClose}>{sayInApp("confirm.cancel")}</Button>
          {connected.map(({ provider }, index) => (
            <Button
              key={provider}
              variant={index === connected.length - 1 ? "filled" : "default"}
              data-autofocus={index === connected.length - 1 || undefined}
              aria-disabled={isGoing || undefined}
              onClick={() => isGoing || attempt.mutate(provider)}
            >
              {isGoing && attempt.variables === provider
                ? say("do.opening", { provider: nameOf(identities, provider) })
                : say("recent.provider", { provider: nameOf(identities, provider) })}
            </Button>
          ))}
        </>
      }
    >
      {attempt.error && (
        <ProblemAlert
          problem={attempt.error}
          organization={organization}
          provider={nameOf(identities, attempt.variables ?? null)}
        />
      )}
      <p>{say("recent.provider-why")}</p>
      {isTyped && <p>{say("recent.lost")}</p>}
    </DialogForm>
  );
}
