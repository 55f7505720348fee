import { Link } from "wouter";
import { type Trouble, troubleOf, useConnections } from "../api/connections.ts";
import type { components } from "../api/schema.gen.ts";
import { say } from "../text/app.ts";
import { providerTitle } from "../text/provider.ts";
import { timeInSentence } from "../text/time.ts";
import { Icon } from "../ui/icons.tsx";

type Connection = components["schemas"]["Connection"];

const worst: Trouble[] = ["degraded", "expired", "expiring"];

/** Tells a super admin of the application that needs them most. One notice is enough: the settings name the others. */
export function TroubleNotice({ organization }: { organization: string }) {
  const { data } = useConnections(organization);
  const now = new Date();
  const all = (data?.items ?? []).map((connection) => ({ connection, trouble: troubleOf(connection, now) }));
  const first = worst.flatMap((trouble) => all.filter((one) => one.trouble === trouble)).at(0);
  if (!first?.trouble) return null;
  const { connection, trouble } = first;
  return (
    <div className={trouble === "expiring" ? "notice warn" : "notice bad"}>
      <Icon name="alert" />
      <p>
        <b>{sentence(connection, trouble, now)}</b> {say(`trouble.${trouble}-next`)}
      </p>
      <p>
        <Link className="link" href="/sso-settings">
          {say("trouble.open")}
        </Link>
      </p>
    </div>
  );
}

function sentence({ provider, label, degraded, live }: Connection, trouble: Trouble, now: Date): string {
  const name = providerTitle(provider, label);
  if (trouble === "expired") return say("trouble.expired", { provider: name });
  const at = (trouble === "degraded" ? degraded?.since : live?.secretExpiresAt) ?? now.toISOString();
  return say(`trouble.${trouble}`, { provider: name, time: timeInSentence(new Date(at), now) });
}
