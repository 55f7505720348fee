import type { ReactNode } from "react";
import { Link, useSearchParams } from "wouter";
import { useMay } from "../api/may.ts";
import { api } from "../api/session.ts";
import { useTitle } from "../shell/title.ts";
import { Changes } from "./changes.tsx";
import { ExportChanges, ExportMenu } from "./export-menu.tsx";
import { Mails } from "./mails.tsx";
import { SignIns } from "./sign-ins.tsx";
import { say } from "./texts/log.ts";
import { useChanges } from "./use-changes.ts";
import { useSignIns } from "./use-sign-ins.ts";

/** The sign-in log, tab of attempts (S14). */
export function SignInsPage() {
  const organization = useOrganization();
  const list = useSignIns(organization);
  const [params] = useSearchParams();
  const days = list.data?.retentionDays;
  const kept = days === undefined ? say("log.keeping") : <Kept>{say.count("log.kept", days)}</Kept>;
  return (
    <Frame tab="sign-ins" sentence={kept} open={params.has("id")} actions={<ExportMenu organization={organization} />}>
      <SignIns organization={organization} list={list} />
    </Frame>
  );
}

/** The sign-in log, tab of changes (S14). */
export function ChangesPage() {
  const organization = useOrganization();
  const days = useChanges(organization).data?.retentionDays;
  const kept = days === undefined ? say("log.changes") : <Kept>{say.count("log.changes-kept", days)}</Kept>;
  return (
    <Frame tab="changes" sentence={kept} actions={<ExportChanges organization={organization} />}>
      <Changes organization={organization} />
    </Frame>
  );
}

/** The sign-in log, tab of mails (S14). */
export function MailsPage() {
  const organization = useOrganization();
  return (
    <Frame tab="mails" sentence={say("mail.sentence")}>
      <Mails organization={organization} />
    </Frame>
  );
}

/** How long rows are kept, and where that is decided. */
function Kept({ children }: { children: ReactNode }) {
  const may = useMay();
  return (
    <>
      {children}{" "}
      {may("policy:read") && (
        <Link className="link" href="/sso-settings/policy">
          {say("log.keep")}
        </Link>
      )}
    </>
  );
}

interface FrameProps {
  tab: "sign-ins" | "changes" | "mails";
  sentence: ReactNode;
  /** Whether an attempt is chosen, which takes the whole page where there is no room beside the list. */
  open?: boolean;
  actions?: ReactNode;
  children: ReactNode;
}

function Frame({ tab, sentence, open, actions, children }: FrameProps) {
  const { data: me } = api.useQuery("get", "/api/v1/me");
  const org = me?.organization.name ?? "";
  const title = say(tab === "sign-ins" ? "log.title" : `tab.${tab}`);
  useTitle(title, org);
  return (
    <div className={open ? "wide page log-page open" : "wide page log-page"}>
      <header className="page-head">
        <div>
          <h1>{title}</h1>
          <p className="muted">{sentence}</p>
        </div>
        {actions}
      </header>
      <nav className="tabs" aria-label={say("log.tabs")}>
        <Link href="/sign-in-log" aria-current={tab === "sign-ins" ? "page" : undefined}>
          {say("tab.sign-ins")}
        </Link>
        <Link href="/sign-in-log/changes" aria-current={tab === "changes" ? "page" : undefined}>
          {say("tab.changes")}
        </Link>
        <Link href="/sign-in-log/mails" aria-current={tab === "mails" ? "page" : undefined}>
          {say("tab.mails")}
        </Link>
      </nav>
      {children}
    </div>
  );
}

/** The code of the person's organization, which is known before any page is shown. */
function useOrganization(): string {
  return api.useQuery("get", "/api/v1/me").data?.organization.code ?? "";
}
