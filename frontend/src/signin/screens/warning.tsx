/** @jsxImportSource preact */
import { useLayoutEffect, useRef } from "preact/hooks";
import { speaker } from "../../text/say.ts";
import { Icon } from "../icons.tsx";
import type { Organization } from "../page.ts";
import common from "../texts/login.en.json";
import type { RefusedStart } from "../use-start.ts";
import { sentence } from "./sentence.ts";
import texts from "./texts/warning.en.json";
import "./stylesheet.ts";

const say = speaker({ ...common, ...texts });

interface WarningProps {
  refused: RefusedStart;
  organization: Organization;
  /** The name of the provider of that start. */
  provider: string;
  /** Offers the password instead; absent where there is no password form. */
  onPassword?: (() => void) | undefined;
  onClose: () => void;
}

/** The dialog for a sign-in that is not set up or does not work. Escape is OK. */
export function Warning({ refused, organization, provider, onPassword, onClose }: WarningProps) {
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
      aria-describedby="warning-text warning-told"
      onClose={closed}
    >
      <div class="lead">
        <span class="badge warn">
          <Icon name="alert" />
        </span>
        <h2 id="warning-title">{say("warning.title", { provider })}</h2>
        <p id="warning-text">{sentence(refusal, organization.name, provider)}</p>
        {refusal.administratorTold && <p id="warning-told">{say("warning.told")}</p>}
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
