import type { ReactNode } from "react";
import { isBrand, providerOf } from "../providers/providers.tsx";
import { providerName } from "../text/provider.ts";
import { CopyField } from "../ui/copy-field.tsx";
import { Icon } from "../ui/icons.tsx";
import type { Connection } from "./states.ts";
import { say } from "./texts/connections.ts";

/** What is said of a connection at the provider. */
type Copied = Pick<Connection, "provider" | "kind" | "preset" | "copy" | "warnings">;

/** The values to enter at the provider, first of all: they are there before any credential is. */
export function CopyBlock({ connection, children }: { connection: Copied; children?: ReactNode }) {
  const { provider, copy } = connection;
  return (
    <section aria-labelledby="copy-block">
      <div>
        <h2 id="copy-block">
          {isBrand(provider) ? say("form.copy", { name: providerName(provider) }) : say("form.copy-openid")}
        </h2>
        <p className="muted">{say("form.copy-text")}</p>
      </div>
      <AddressNotice connection={connection} />
      {children}
      {providerOf(connection).copy.map((name) => (
        <CopyField
          key={name}
          label={say(`copy.${name}`)}
          value={copy[name]}
          hint={name === "javascriptOrigin" ? say("copy.origin-hint") : undefined}
        />
      ))}
    </section>
  );
}

/** Why the values may not work, as the server sees it and as the address bar does. */
function AddressNotice({ connection }: { connection: Copied }) {
  const warnings = warningsOf(connection, location.origin);
  if (warnings.length === 0) return null;
  const values = { expected: originOf(connection), received: location.origin };
  return (
    <div className="notice warn">
      <Icon name="alert" />
      <p>
        <b>{say("address.title")}</b>
      </p>
      <ul>
        {warnings.map((warning) => (
          <li key={warning}>
            {warning === "address_differs" ? say("address.address_differs", values) : say(`address.${warning}`)}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The warnings of the server, and whether the address bar shows another address than people will come back to. */
export function warningsOf(connection: Copied, shown: string): Connection["warnings"] {
  const differs = originOf(connection) !== shown && !connection.warnings.includes("address_differs");
  return differs ? [...connection.warnings, "address_differs"] : connection.warnings;
}

function originOf({ copy }: Copied): string {
  return new URL(copy.redirectUri).origin;
}
