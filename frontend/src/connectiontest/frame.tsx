import { Box, Button, Skeleton } from "@mantine/core";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Link } from "wouter";
import type { components } from "../api/schema.gen.ts";
import { Page } from "../shell/page.tsx";
import { SettingsCrumbs } from "../shell/settings-crumbs.tsx";
import { providerName, providerTitle } from "../text/provider.ts";
import { fullTime } from "../text/time.ts";
import { Empty } from "../ui/empty.tsx";
import { Icon } from "../ui/icons.tsx";
import { Sign } from "../ui/result-icons.tsx";
import { useToast } from "../ui/toasts.tsx";
import { useCopy } from "../ui/use-copy.ts";
import type { Around, Report } from "./check-texts.ts";
import { type Remedy, remedyOf } from "./remedy.ts";
import { reportText } from "./report-text.ts";
import { say } from "./texts/test.ts";

interface FrameProps {
  connection: components["schemas"]["Connection"];
  report: Report | null;
  around: Around;
  /** Starts a test; null when there is nothing to test. */
  onRun: (() => void) | null;
  isRunning: boolean;
  children: ReactNode;
}

/** The page around a test: where it stands, what it is, and what can be done with it. */
export function Frame({ connection, report, around, onRun, isRunning, children }: FrameProps) {
  const provider = providerName(connection.provider, connection.label);
  const title = providerTitle(connection.provider, connection.label);
  const heading = say("test.title", { provider: title });
  return (
    <Page
      title={heading}
      sentence={report ? when(report) : say("test.none", { provider })}
      crumbs={<SettingsCrumbs connection={connection} here={say("crumbs.here")} />}
      actions={
        <div className="actions">
          {report?.state === "failed" && <NextStep id={connection.id} remedy={remedyOf(report)} />}
          {report && <CopyReport key={report.id} text={reportText(report, around, heading)} />}
          {onRun && (
            <Button
              variant={isOnlyStep(report) ? "filled" : "default"}
              aria-disabled={isRunning || undefined}
              onClick={onRun}
            >
              {isRunning ? say("test.running") : say(report ? "test.again" : "test.run")}
            </Button>
          )}
        </div>
      }
    >
      {children}
    </Page>
  );
}

/** The way to what mends a failed test: the field of the secret, or the form. */
function NextStep({ id, remedy }: { id: string; remedy: Remedy }) {
  const form = `/sso-settings/connections/${id}`;
  if (remedy === "secret")
    return (
      <Button component={Link} variant="filled" href={`${form}?fix=secret`}>
        {say("test.new-secret")}
      </Button>
    );
  return (
    <Button component={Link} variant={remedy === "settings" ? "filled" : "default"} href={form}>
      {say("test.settings")}
    </Button>
  );
}

/** Whether running it is the next step: after a pass, while somebody is to sign in, or where the settings are wrong, another one is. */
function isOnlyStep(report: Report | null): boolean {
  return report === null || !report.current || (report.state === "failed" && remedyOf(report) === "again");
}

function when({ startedAt, versionNumber, startedBy }: Report): string {
  return say("test.when", { time: fullTime(new Date(startedAt)), version: versionNumber, name: startedBy });
}

/** Copies the whole report. If the clipboard is refused, it is shown and selected. */
function CopyReport({ text }: { text: string }) {
  const [refused, setRefused] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const toast = useToast();
  const { copied, copy } = useCopy(
    text,
    () => toast(say("test.copied-said")),
    () => {
      setRefused(true);
      toast(say("test.selected"));
    },
  );
  useEffect(() => {
    if (!refused) return;
    field.current?.focus();
    field.current?.select();
  }, [refused]);
  return (
    <>
      <Button leftSection={copied ? <Sign sign="passed" /> : <Icon name="copy" />} onClick={copy}>
        {say(copied ? "test.copied" : "test.copy")}
      </Button>
      {refused && (
        <Box
          component="textarea"
          ref={field}
          flex="1 1 100%"
          p="sm"
          bd="1px solid var(--border)"
          bdrs="sm"
          bg="var(--sunken)"
          c="inherit"
          style={{ font: "var(--m13)" }}
          readOnly
          rows={12}
          value={text}
          aria-label={say("test.text-label")}
        />
      )}
    </>
  );
}

/** Before the first test. */
export function Nothing({ provider }: { provider: string }) {
  return (
    <section className="card">
      <Empty title={say("test.nothing")} why={say("test.nothing-why", { provider })} />
    </section>
  );
}

/** Before anything was saved. */
export function NotSetUp({ id }: { id: string }) {
  return (
    <section className="card">
      <Empty title={say("test.not-set-up")} why={say("test.not-set-up-why")}>
        <Button component={Link} href={`/sso-settings/connections/${id}`}>
          {say("test.settings")}
        </Button>
      </Empty>
    </section>
  );
}

/** While the server looks at the provider on its own. */
export function Starting({ provider }: { provider: string }) {
  return (
    <div className="notice info" role="status">
      <Sign sign="open" />
      <p>
        <b>{say("test.starting", { provider })}</b>
      </p>
      <p>{say("test.starting-why")}</p>
    </div>
  );
}

/** The page to come, as high as it will be. */
export function ToCome() {
  return (
    <div className="wide page">
      <p className="vh" role="status">
        {say("test.loading")}
      </p>
      <Skeleton h={640} aria-hidden="true" />
    </div>
  );
}
