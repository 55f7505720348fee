import { Button, Group, Loader } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { api, arrived, signInPath } from "../api/session.ts";
import { NoToken } from "../api/tokens.ts";
import { go } from "../browser/go.ts";
import { takeLanguage } from "../browser/language.ts";
import { attempt, remember, remembered } from "../browser/memory.ts";
import { say } from "../text/app.ts";
import { setZoneOf } from "../text/zone.ts";
import { Wordmark } from "../ui/icons.tsx";
import { ProblemAlert } from "../ui/problem-alert.tsx";

/** Shows the app once it is known who is here; until then, how that goes. */
export function SignedIn({ children }: { children: ReactNode }) {
  const me = api.useQuery("get", "/api/v1/me");
  useEffect(() => {
    if (!me.data) return;
    if (takeLanguage(me.data.user.language)) return go.again();
    const { organization, session } = me.data;
    remember({ ...organization, ...(session.method === "sso" && session.provider && { lastUsed: session.provider }) });
    arrived();
  }, [me.data]);

  if (me.data) {
    // Before anything below says a time.
    setZoneOf(me.data.user);
    return children;
  }
  // The way to the sign-in page is taken already.
  if (me.error && isEnd(me.error)) return null;
  if (me.error) return <Failed problem={me.error} />;
  return <Starting />;
}

function isEnd(error: unknown): boolean {
  if (error instanceof NoToken) return error.ended;
  return (error as { code?: string }).code === "unauthenticated";
}

/** Until it takes long nothing, since the document shows the frame; words after 300 ms, ways out after 10 s. */
function Starting() {
  const [text] = useState(startingText);
  const shown = useAfter(300);
  const slow = useAfter(10_000);
  if (!shown) return null;
  return (
    <>
      <header className="top">
        <span className="wordmark">
          <Wordmark />
        </span>
      </header>
      <main className="start">
        <h1 className="vh">{say("start.title")}</h1>
        <Group role="status" justify="center" gap="sm" mih={60}>
          <Loader size={20} color="var(--primary)" />
          <span>{text}</span>
          {slow && <span className="muted">{say("start.slow")}</span>}
        </Group>
        {slow && <WaysOut />}
      </main>
    </>
  );
}

function Failed({ problem }: { problem: unknown }) {
  return (
    <main className="start">
      <h1>{say("start.failed")}</h1>
      <ProblemAlert problem={problem} />
      <WaysOut />
    </main>
  );
}

function WaysOut() {
  return (
    <div className="actions">
      <Button component="a" href={signInPath()}>
        {say("start.back")}
      </Button>
      <Button variant="filled" onClick={go.again}>
        {say("failed.again")}
      </Button>
    </div>
  );
}

function startingText(): string {
  const [latest] = remembered();
  if (!latest) return say("start.plain");
  return attempt.read() ? say("start.finishing", { org: latest.name }) : say("start.opening", { org: latest.name });
}

function useAfter(ms: number): boolean {
  const [passed, setPassed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setPassed(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return passed;
}
