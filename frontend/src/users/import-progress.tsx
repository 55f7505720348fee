import { Box, Skeleton } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { api, calls } from "../api/session.ts";
import { digits } from "../text/digits.ts";
import { answered } from "../ui/confirm.tsx";
import { Failed } from "../ui/failed.tsx";
import { isRefused } from "../ui/problem.ts";
import { ImportResult } from "./import-result.tsx";
import type { UserImport } from "./import-text.ts";
import { say } from "./texts/imports.ts";
import { WorkProgress } from "./work-progress.tsx";

const one = "/api/v1/organizations/{organization}/user-imports/{importId}";

/** Whether it is still worked on. */
export const isOpen = ({ state }: Pick<UserImport, "state">) => state === "waiting" || state === "running";

/** Milliseconds between two looks at one that is worked on, for the progress and the list below it: they say the same. */
export const oftenEnough = 1000;

interface ImportProgressProps {
  organization: string;
  id: string;
  /** What can be done with a file that was checked. */
  actions: (checked: UserImport) => ReactNode;
}

/** How far an import is, and what came of it; it goes on without this page. */
export function ImportProgress({ organization, id, actions }: ImportProgressProps) {
  const path = { organization, importId: id };
  const state = api.useQuery(
    "get",
    one,
    { params: { path } },
    { refetchInterval: ({ state }) => (state.data && isOpen(state.data) ? oftenEnough : false) },
  );
  const queries = useQueryClient();
  const hasEnded = state.data !== undefined && !isOpen(state.data);
  // The list of people and that of imports show what it has done.
  useEffect(() => {
    if (hasEnded)
      queries.invalidateQueries({ predicate: ({ queryKey }) => /\/users?(-imports)?$/.test(`${queryKey[1]}`) });
  }, [hasEnded, queries]);
  if (isRefused(state.error, "not_found")) return null;
  return (
    <Box component="section" className="card" p="lg" aria-label={say("progress.label")}>
      {state.error ? (
        <Failed problem={state.error} onAgain={state.refetch} />
      ) : state.data ? (
        <Far is={state.data} path={path} onChanged={state.refetch} actions={actions} />
      ) : (
        <Skeleton h={120} aria-hidden="true" />
      )}
    </Box>
  );
}

interface FarProps extends Pick<ImportProgressProps, "actions"> {
  is: UserImport;
  path: { organization: string; importId: string };
  onChanged: () => void;
}

function Far({ is, path, onChanged, actions }: FarProps) {
  async function cancel() {
    await answered(calls.POST(`${one}/cancel`, { params: { path } }));
    onChanged();
  }
  async function fetchReport() {
    const { data, error } = await calls.GET(`${one}/report`, { params: { path }, parseAs: "blob" });
    if (!data) throw error;
    return data as unknown as Blob;
  }
  const isRunning = isOpen(is);
  const name = `import-${path.organization}`;
  return (
    <WorkProgress
      title={titleOf(is)}
      percent={(100 * is.done) / Math.max(1, is.rows)}
      label={say("progress.bar")}
      far={farText(is)}
      cancel={
        isRunning ? { words: say(is.dryRun ? "progress.cancel-check" : "progress.cancel"), act: cancel } : undefined
      }
      report={isRunning ? undefined : { words: say("progress.report"), name, fetchFile: fetchReport }}
      actions={is.dryRun && is.state === "finished" && actions(is)}
    >
      <ImportResult is={is} />
    </WorkProgress>
  );
}

function titleOf({ state, dryRun, problem }: UserImport): string {
  const came = state === "failed" && problem === "forbidden" ? problem : state;
  return say(dryRun ? `title.check-${came}` : `title.${came}`);
}

function farText(is: UserImport): string {
  const { done, rows, rate } = is;
  const far = { done: digits(done), rows: digits(rows) };
  return is.state === "running" ? say("progress.far-rate", { ...far, rate: digits(rate) }) : say("progress.far", far);
}
