import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { api } from "../api/session.ts";

const look = 2000;
/** How long an attempt lives at the provider (spec "Out"). */
export const attemptLife = 10 * 60_000;

const connectionPath = "/api/v1/organizations/{organization}/connections/{connectionId}";

interface Place {
  organization: string;
  connectionId: string;
}

const at = ({ organization, connectionId }: Place) => ({ params: { path: { organization, connectionId } } });
const testAt = ({ organization, connectionId }: Place, testId: string) => ({
  params: { path: { organization, connectionId, testId } },
});

/** The connection that is tested, as it is now. */
export function useConnection(place: Place) {
  return api.useQuery("get", connectionPath, at(place));
}

/** The newest tests of the connection. */
export function useTests(place: Place) {
  return api.useQuery("get", `${connectionPath}/tests`, at(place));
}

/** The report of a test. While somebody is at the provider it is read every two seconds, as long as the page is seen. */
export function useReport(place: Place, testId: string | null, isWaiting: boolean) {
  return api.useQuery("get", `${connectionPath}/tests/{testId}`, testAt(place, testId ?? ""), {
    enabled: testId !== null,
    refetchInterval: ({ state: { data } }) => (isWaiting && data?.state === "running" && !isOver(data) ? look : false),
  });
}

/** Starts a test. Its report is known at once, and everything else that it may have changed is asked anew. */
export function useStart(place: Place, onStarted: (id: string, authorizationUrl: string | null) => void) {
  const queries = useQueryClient();
  return api.useMutation("post", `${connectionPath}/tests`, {
    onSuccess: ({ report, authorizationUrl }) => {
      const { queryKey } = api.queryOptions("get", `${connectionPath}/tests/{testId}`, testAt(place, report.id));
      queries.setQueryData(queryKey, report);
      onStarted(report.id, authorizationUrl);
      return refresh(queries, place);
    },
  });
}

/** Locks the connection to what a test learned. */
export function useLock(place: Place) {
  const queries = useQueryClient();
  return api.useMutation("patch", connectionPath, {
    onSuccess: (connection) =>
      queries.setQueryData(api.queryOptions("get", connectionPath, at(place)).queryKey, connection),
    onSettled: () => refresh(queries, place),
  });
}

/** When a test ends while it is looked at, the connection and its list of tests have changed with it. */
export function useRefreshAtEnd(place: Place, state: string | undefined) {
  const queries = useQueryClient();
  const before = useRef(state);
  const { organization, connectionId } = place;
  useEffect(() => {
    if (before.current === "running" && state !== undefined && state !== "running")
      refresh(queries, { organization, connectionId });
    before.current = state;
  }, [state, queries, organization, connectionId]);
}

/** Whether nobody can come back to a test any more. */
export function isOver({ startedAt }: { startedAt: string }): boolean {
  return Date.now() - Date.parse(startedAt) > attemptLife;
}

/** The connection, its tests, and the settings and the menu that show how it is. */
async function refresh(queries: ReturnType<typeof useQueryClient>, place: Place): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: ["get", "/api/v1/organizations/{organization}/connections"] }),
    queries.invalidateQueries({ queryKey: api.queryOptions("get", connectionPath, at(place)).queryKey }),
    queries.invalidateQueries({ queryKey: api.queryOptions("get", `${connectionPath}/tests`, at(place)).queryKey }),
  ]);
}
