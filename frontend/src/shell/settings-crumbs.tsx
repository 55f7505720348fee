import type { components } from "../api/schema.gen.ts";
import { say } from "../text/app.ts";
import { providerTitle } from "../text/provider.ts";
import { Breadcrumb } from "../ui/breadcrumb.tsx";

interface SettingsCrumbsProps {
  /** What the page is about, as soon as it is known. */
  connection?: Pick<components["schemas"]["Connection"], "id" | "provider" | "label">;
  here: string;
}

/** Above a page below the settings, or below a connection. */
export function SettingsCrumbs({ connection, here }: SettingsCrumbsProps) {
  const above: [path: string, name: string][] = [["/sso-settings", say("nav.settings")]];
  if (connection)
    above.push([`/sso-settings/connections/${connection.id}`, providerTitle(connection.provider, connection.label)]);
  return <Breadcrumb above={above} here={here} />;
}
