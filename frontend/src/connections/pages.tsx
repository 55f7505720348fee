import type { ReactNode } from "react";
import { useParams } from "wouter";
import { useTitle } from "../shell/title.ts";
import { ConnectionScreen } from "./connection.tsx";
import { useOrganization } from "./data.ts";
import { Settings } from "./settings.tsx";
import { say } from "./texts/connections.ts";

// For guests the same form with the same guide: one chunk, so that nobody fetches what both have as a file of its own.
export { GuestPage } from "./guest-page.tsx";

/** Super Admin > SSO settings: all providers (S8). */
export function SettingsPage() {
  return (
    <Frame title={say("sso.title")}>
      <Settings />
    </Frame>
  );
}

/** The form of one provider with the guide beside it (S9). */
export function ConnectionPage() {
  const { id = "" } = useParams();
  return (
    <Frame title={say("sso.title")}>
      <ConnectionScreen key={id} id={id} />
    </Frame>
  );
}

function Frame({ title, children }: { title: string; children: ReactNode }) {
  const { name } = useOrganization();
  useTitle(title, name);
  return <div className="wide page">{children}</div>;
}
