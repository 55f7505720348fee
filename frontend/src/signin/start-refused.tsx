/** @jsxImportSource preact */
import type { ProblemCode } from "../api/problem.ts";
import { Alert } from "./alert.tsx";
import { OnDemand } from "./on-demand.tsx";
import type { Organization } from "./page.ts";
import type { RefusedStart } from "./use-start.ts";

const warning = () => import("./screens/warning.tsx").then((file) => file.Warning);

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

interface StartRefusedProps {
  refused: RefusedStart | null;
  organization: Organization;
  /** The name of the provider of that start. */
  provider: string;
  /** Offers the password instead; absent where there is no password form. */
  onPassword?: (() => void) | undefined;
  onClose: () => void;
}

/** Why a start was refused: as the warning dialog, or inline; inline also when the dialog can't be fetched. */
export function StartRefused({ refused, ...props }: StartRefusedProps) {
  if (!refused) return null;
  const inline = <Alert refusal={refused.refusal} org={props.organization.name} provider={props.provider} />;
  return isWarning(refused) ? <OnDemand screen={warning} props={{ refused, ...props }} inline={inline} /> : inline;
}
