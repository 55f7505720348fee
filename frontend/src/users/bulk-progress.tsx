import { Box, Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useSearchParams } from "wouter";
import type { components } from "../api/schema.gen.ts";
import { api, calls } from "../api/session.ts";
import { answered } from "../ui/confirm.tsx";
import { Failed } from "../ui/failed.tsx";
import { isRefused } from "../ui/problem.ts";
import { LeftAlone } from "./left-alone.tsx";
import { say } from "./texts/users.ts";
import { WorkProgress } from "./work-progress.tsx";

type BulkChange = components["schemas"]["UserBulkChange"];

const one = "/api/v1/organizations/{organization}/user-bulk-changes/{bulkChangeId}";

/** How far the change of many people is that the address names; it goes on without this page. */
export function BulkProgress({ organization }: { organization: string }) {
  const [params, setParams] = useSearchParams();
  const id = params.get("change") ?? "";
  const path = { organization, bulkChangeId: id };
  const state = api.useQuery(
    "get",
    one,
    { params: { path } },
    { enabled: id !== "", refetchInterval: ({ state }) => (state.data?.state === "running" ? 1000 : false) },
  );
  const queries = useQueryClient();
  const hasEnded = state.data !== undefined && state.data.state !== "running";
  // The list shows what the change has done.
  useEffect(() => {
    if (hasEnded) queries.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[1]).endsWith("/users") });
  }, [hasEnded, queries]);
  if (!id || isRefused(state.error, "not_found")) return null;
  function close() {
    setParams((before) => {
      const after = new URLSearchParams(before);
      after.delete("change");
      return after;
    });
  }
  return (
    <Box component="section" className="card" p="lg" aria-label={say("bulk.label")}>
      {state.error ? (
        <Failed problem={state.error} onAgain={state.refetch} />
      ) : (
        state.data && <Far change={state.data} organization={organization} onClose={close} onChanged={state.refetch} />
      )}
    </Box>
  );
}

interface FarProps {
  change: BulkChange;
  organization: string;
  onClose: () => void;
  onChanged: () => void;
}

function Far({ change, organization, onClose, onChanged }: FarProps) {
  const path = { organization, bulkChangeId: change.id };
  const isRunning = change.state === "running";
  const now = change.state === "running" ? change.action : change.state;
  async function cancel() {
    await answered(calls.POST(`${one}/cancel`, { params: { path } }));
    onChanged();
  }
  async function fetchReport() {
    const { data, error } = await calls.GET(`${one}/report`, { params: { path }, parseAs: "blob" });
    if (!data) throw error;
    return data as unknown as Blob;
  }
  return (
    <WorkProgress
      title={say(`bulk.${now}-now`)}
      percent={(100 * change.done) / Math.max(1, change.people)}
      label={say("bulk.progress")}
      far={say("bulk.far", { done: change.done, people: change.people, changed: change.changed })}
      cancel={isRunning ? { words: say("bulk.cancel"), act: cancel } : undefined}
      report={
        isRunning ? undefined : { words: say("bulk.report"), name: `change-${organization}`, fetchFile: fetchReport }
      }
      actions={!isRunning && <Button onClick={onClose}>{say("bulk.close")}</Button>}
    >
      {!isRunning && <LeftAlone counts={change.leftAlone} />}
    </WorkProgress>
  );
}
