import { Button } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import { useMay } from "../api/may.ts";
import type { components } from "../api/schema.gen.ts";
import { useOrganization } from "../shell/page.tsx";
import { ConnectTo } from "./connect-to.tsx";
import { say } from "./texts/log.ts";

type SignIn = components["schemas"]["SignInDetail"];

/** The steps from a refused attempt to its remedy, where there is one in the product and the reader may take it. */
export function WhatToDo({ detail }: { detail: SignIn }) {
  const { code } = useOrganization();
  const [connecting, setConnecting] = useState(false);
  const may = useMay();
  const settings = may("connections:write") ? settingsStep(detail) : null;
  const canConnect = detail.connectable && may("users:write");
  const canAdd = isUnknownUser(detail) && may("users:write");
  const isOff = detail.code === "application_switched_off" && may("policy:write");
  if (!canConnect && !canAdd && !settings && !isOff) return null;
  return (
    <div className="actions">
      {canConnect && <Button onClick={() => setConnecting(true)}>{say("mend.connect")}</Button>}
      {canAdd && (
        <Button component={Link} href={`/users?from=${detail.id}`}>
          {say("mend.add")}
        </Button>
      )}
      {settings && (
        <Button
          component={Link}
          href={`/sso-settings/connections/${detail.connectionId}${settings === "mend.secret" ? "?fix=secret" : ""}`}
        >
          {say(settings)}
        </Button>
      )}
      {isOff && (
        <Button component={Link} href="/applications">
          {say("mend.application")}
        </Button>
      )}
      {connecting && <ConnectTo organization={code} detail={detail} onClose={() => setConnecting(false)} />}
    </div>
  );
}

/** Whether the address is known and belongs to none of the users. */
function isUnknownUser({ result, reason, email }: SignIn): boolean {
  return result === "refused" && reason === "no_user" && email !== null;
}

const secretReasons = ["client_secret_invalid", "client_secret_expired", "secret_unreadable"];

/** What is to be changed in the settings of the connection. */
function settingsStep({ connectionId, code, reason }: SignIn): "mend.lock" | "mend.secret" | null {
  if (!connectionId) return null;
  if (code === "wrong_tenant" || code === "wrong_hosted_domain") return "mend.lock";
  return code === "sso_app_invalid" && secretReasons.includes(reason) ? "mend.secret" : null;
}
