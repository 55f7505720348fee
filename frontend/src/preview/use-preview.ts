import { keepPreviousData, useQueryClient } from "@tanstack/react-query";
import type { components } from "../api/schema.gen.ts";
import { api, calls } from "../api/session.ts";
import { useConfirmedChange } from "../stepup/use-confirmed-change.ts";
import { pageSize } from "../ui/pager.tsx";
import { firstOutcome } from "./first-outcome.ts";

export type Forecast = components["schemas"]["Forecast"];
export type Entry = components["schemas"]["ForecastEntry"];
export type Outcome = components["schemas"]["ForecastOutcome"];
export type Connection = components["schemas"]["Connection"];

/** Where the API has a connection. */
export interface Place {
  organization: string;
  connectionId: string;
}

const connectionPath = "/api/v1/organizations/{organization}/connections/{connectionId}";
const at = ({ organization, connectionId }: Place) => ({ params: { path: { organization, connectionId } } });

/** The connection as it is now. */
export function useConnection(place: Place) {
  return api.useQuery("get", connectionPath, at(place));
}

/** The forecast in numbers, with the list that is shown first: one question for both. */
export function useForecast({ organization, connectionId }: Place) {
  return api.useQuery("get", `${connectionPath}/preview`, {
    params: { path: { organization, connectionId }, query: { outcome: "worst", limit: pageSize } },
  });
}

/** A page of the people with an outcome. Until it is there the one before stays. What the forecast came with is not asked again. */
export function usePeople({ organization, connectionId }: Place, outcome: Outcome, offset: number, forecast: Forecast) {
  const hasCome = offset === 0 && outcome === firstOutcome(forecast);
  const people = api.useQuery(
    "get",
    `${connectionPath}/preview`,
    {
      params: {
        path: { organization, connectionId },
        query: { outcome, limit: pageSize, ...(offset > 0 && { offset }) },
      },
    },
    { enabled: !hasCome, placeholderData: keepPreviousData },
  );
  return hasCome ? { ...people, data: forecast, error: null } : people;
}

/** Turns the connection on. Whatever comes of it, what was read before is asked anew. */
export function useTurnOn(place: Place, onDone: () => void) {
  const queries = useQueryClient();
  const { queryKey } = api.queryOptions("get", connectionPath, at(place));
  return useConfirmedChange(
    ({ etag, body }: { etag: string; body: components["schemas"]["EnableRequest"] }) =>
      calls.POST(`${connectionPath}/enable`, { params: { path: { ...place }, header: { "If-Match": etag } }, body }),
    {
      onSuccess: (connection) => {
        queries.setQueryData(queryKey, connection);
        onDone();
      },
      onSettled: () =>
        Promise.all([
          queries.invalidateQueries({ queryKey }),
          queries.invalidateQueries({ queryKey: ["get", "/api/v1/organizations/{organization}/connections"] }),
        ]),
    },
  );
}
