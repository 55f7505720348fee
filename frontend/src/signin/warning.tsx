/** @jsxImportSource preact */
import { useLayoutEffect, useRef } from "preact/hooks";
import type { ProblemCode } from "../api/problem.ts";
import { say } from "../text/login.ts";
import { Alert } from "./alert.tsx";
import { Icon } from "./icons.tsx";
import type { Organization } from "./page.ts";
import type { RefusedStart } from "./use-start.ts";
import { sentence } from "./words.ts";

const inDialog: readonly (ProblemCode | "network")[] = [
  "sso_not_configured",
  "sso_app_invalid",
  "sso_provider_disabled",
  "provider_config_error",
];

/** Whether a refusal opens the warning dialog; the others are said inline. */
export function isWarning(refused: RefusedStart | null): refused is RefusedStart {
  return refused !== null && inDialog.includes(refused.refusal.code);
}

interface TroubleProps {
  refused: RefusedStart | null;
  organization: Organization;
  /** The name of the provider of that start. */
  provider: string;
  /** Offers the password instead; absent where there is no password form. */
  onPassword?: (() => void) | undefined;
  onClose: () => void;
}

/** Why a start was refused: as the warning dialog or inline. */
export function StartTrouble({ refused, organization, provider, onPassword, onClose }: TroubleProps) {
  if (!refused) return null;
  const { refusal } = refused;
  if (!isWarning(refused)) return <Alert refusal={refusal} org={organization.name} provider={provider} />;
  return (
    <Warning
      refused={refused}
      organization={organization}
      provider={provider}
      onPassword={onPassword}
      onClose={onClose}
    />
  );
}

/** The dialog for a sign-in that is not set up or does not work. Escape is OK. */
function Warning({ refused, organization, provider, onPassword, onClose }: TroubleProps & { refused: RefusedStart }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const ok = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    dialog.current?.showModal();
    ok.current?.focus();
  }, []);
  const { refusal } = refused;
  const closed = () => (dialog.current?.returnValue === "password" && onPassword ? onPassword() : onClose());
  return (
    <dialog
      ref={dialog}
      role="alertdialog"
      aria-labelledby="warning-title"
      aria-describedby="warning-text"
      onClose={closed}
    >
      <div class="lead">
        <span class="badge warn">
          <Icon name="alert" />
        </span>
        <h2 id="warning-title">{say("warning.title", { provider })}</h2>
        <p id="warning-text">{sentence(refusal, organization.name, provider)}</p>
        {refusal.ref && <p class="small muted">{say("reference", { ref: refusal.ref })}</p>}
      </div>
      <div class="actions">
        {onPassword && (
          <button class="btn" type="button" onClick={() => dialog.current?.close("password")}>
            {say("warning.password")}
          </button>
        )}
        <button class="btn primary" type="button" ref={ok} onClick={() => dialog.current?.close("ok")}>
          {say("warning.ok")}
        </button>
      </div>
    </dialog>
  );
}
