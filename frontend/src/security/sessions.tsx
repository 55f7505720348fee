import { Button, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, calls } from "../api/session.ts";
import { useRefresh } from "../shell/page.tsx";
import type { Identities } from "../stepup/identities.ts";
import { browserName } from "../ui/browser-name.ts";
import { answered, Confirm } from "../ui/confirm.tsx";
import { Failed } from "../ui/failed.tsx";
import { isRefused } from "../ui/problem.ts";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import { useToast } from "../ui/toasts.tsx";
import { methodOf, type Session, when } from "./sign-in-texts.ts";
import { say } from "./texts/security.ts";
import { ToCome } from "./to-come.tsx";

/** Where the person is signed in, and the way to end that. */
export function Sessions({ identities }: { identities: Identities | undefined }) {
  const list = api.useQuery("get", "/api/v1/me/sessions");
  const [endingAll, setEndingAll] = useState(false);
  const refresh = useRefresh();
  const toast = useToast();
  const end = useMutation({
    mutationFn: endOne,
    onSuccess: async (_, session) => {
      toast(say("sessions.ended", { browser: browserName(session.browserName) }));
      await refresh();
    },
  });
  async function endOthers() {
    await answered(calls.DELETE("/api/v1/me/sessions"));
    toast(say("sessions.others-done"));
    await refresh();
  }
  const hasOthers = list.data?.items.some(({ current }) => !current);
  return (
    <section className="card" aria-labelledby="sessions">
      <header>
        <h2 id="sessions">{say("sessions.title")}</h2>
        {hasOthers && <Button onClick={() => setEndingAll(true)}>{say("sessions.end-others")}</Button>}
      </header>
      {end.error && (
        <Stack gap="sm" px="pad" py="lg">
          <ProblemAlert problem={end.error} />
        </Stack>
      )}
      {list.error && <Failed problem={list.error} onAgain={list.refetch} />}
      {list.isPending && <ToCome />}
      {list.data && (
        <Table
          sessions={list.data.items}
          identities={identities}
          ending={end.isPending ? end.variables.id : null}
          onEnd={(session) => end.isPending || end.mutate(session)}
        />
      )}
      {endingAll && (
        <Confirm
          title={say("sessions.others-title")}
          action={say("sessions.end-others")}
          busyAction={say("sessions.ending")}
          act={endOthers}
          onClose={() => setEndingAll(false)}
        >
          <p>{say("sessions.others-why")}</p>
        </Confirm>
      )}
    </section>
  );
}

/** One that has ended meanwhile is ended as well. */
async function endOne({ id }: Session): Promise<void> {
  try {
    await answered(calls.DELETE("/api/v1/me/sessions/{sessionId}", { params: { path: { sessionId: id } } }));
  } catch (problem) {
    if (!isRefused(problem, "not_found")) throw problem;
  }
}

interface TableProps {
  sessions: Session[];
  identities: Identities | undefined;
  /** The one that is being ended. */
  ending: string | null;
  onEnd: (session: Session) => void;
}

function Table({ sessions, identities, ending, onEnd }: TableProps) {
  return (
    <table className="table cards labelled">
      <thead>
        <tr>
          <th scope="col">{say("sessions.browser")}</th>
          <th scope="col">{say("sessions.since")}</th>
          <th scope="col">{say("sessions.seen")}</th>
          <th scope="col">
            <span className="vh">{say("sessions.action")}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {sessions.map((session) => (
          <tr key={session.id}>
            <td>
              <b>{browserName(session.browserName)}</b>
              <p className="sub">
                {session.current ? say("sessions.this", { address: session.address }) : session.address}
              </p>
            </td>
            <td data-label={say("sessions.since")}>
              <time dateTime={session.signedInAt}>
                {say("sessions.with", { when: when(session.signedInAt), method: methodOf(identities, session) })}
              </time>
            </td>
            <td data-label={say("sessions.seen")}>
              <time dateTime={session.lastUsedAt}>
                {session.current ? say("sessions.now") : when(session.lastUsedAt)}
              </time>
            </td>
            <td className="do">
              {!session.current && (
                <Button
                  aria-label={say("sessions.end-name", { browser: browserName(session.browserName) })}
                  aria-disabled={ending === session.id || undefined}
                  onClick={() => onEnd(session)}
                >
                  {say(ending === session.id ? "sessions.ending" : "sessions.end")}
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
