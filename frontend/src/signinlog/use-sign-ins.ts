import { useSearchParams } from "wouter";
import { api } from "../api/session.ts";
import { pageSize, usePages } from "../ui/pager.tsx";
import { readFilters, toQuery } from "./filters.ts";

/** The page of attempts that the address asks for. */
export function useSignIns(organization: string) {
  const [params] = useSearchParams();
  const { cursor } = usePages();
  return api.useQuery("get", "/api/v1/organizations/{organization}/sign-in-log", {
    params: {
      path: { organization },
      query: { ...toQuery(readFilters(params), new Date()), ...(cursor && { cursor }), limit: pageSize },
    },
  });
}
