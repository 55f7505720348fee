import { Button } from "@mantine/core";
import { useLayoutEffect, useRef } from "react";
import { Link } from "wouter";
import { readReference } from "../api/problem.ts";
import { say as sayInApp } from "../text/app.ts";
import { fill } from "../text/fill.ts";
import problems from "../text/problems.en.json";
import { Icon } from "../ui/icons.tsx";
import { asProblem } from "../ui/problem.ts";
import type { Provider } from "./sign-in-texts.ts";
import { say } from "./texts/security.ts";

const codes = ["sso_not_configured", "sso_app_invalid", "sso_provider_disabled", "provider_config_error"] as const;

/** Why a provider can't be used. The reference is there when a server said it. */
export interface Unavailable {
  provider: string;
  code: (typeof codes)[number];
  reference?: string | undefined;
}

/** What the state of a provider says of an attempt to it; nothing if it may begin. */
export function unavailableBy({ provider, state }: Provider): Unavailable | null {
  switch (state) {
    case "not_set_up":
      return { provider, code: "sso_not_configured" };
    case "off":
      return { provider, code: "sso_provider_disabled" };
    case "not_working":
      return { provider, code: "sso_app_invalid" };
    default:
      return null;
  }
}

/** The same of a refusal. */
export function unavailableAfter(provider: string, problem: unknown): Unavailable | null {
  const { code, ref } = asProblem(problem);
  const known = codes.find((one) => one === code);
  return known ? { provider, code: known, reference: readReference(ref) } : null;
}

interface WarningProps {
  unavailable: Unavailable;
  organization: string;
  /** The provider's name. */
  name: string;
  isSuperAdmin: boolean;
  onClose: () => void;
}

/** The warning dialog of the sign-in page, for somebody who is signed in (S6). Escape is OK. */
export function Warning({ unavailable, organization, name, isSuperAdmin, onClose }: WarningProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const ok = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    dialog.current?.showModal();
    ok.current?.focus();
  }, []);
  const { code, reference } = unavailable;
  return (
    <dialog
      ref={dialog}
      role="alertdialog"
      aria-labelledby="warning-title"
      aria-describedby="warning-text"
      onClose={onClose}
    >
      <div className="lead">
        <span className="badge warn">
          <Icon name="alert" size={20} />
        </span>
        <div>
          <h2 id="warning-title">{say("warning.title", { provider: name })}</h2>
          <p id="warning-text">{fill(problems[code], { org: organization, provider: name })}</p>
          {reference && <p className="small muted">{sayInApp("reference", { ref: reference })}</p>}
        </div>
      </div>
      <div className="actions">
        {isSuperAdmin && (
          <Button component={Link} href="/sso-settings">
            {say("warning.settings")}
          </Button>
        )}
        <Button ref={ok} variant="filled" onClick={() => dialog.current?.close()}>
          {say("warning.ok")}
        </Button>
      </div>
    </dialog>
  );
}
