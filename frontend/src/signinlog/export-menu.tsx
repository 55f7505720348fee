import { useSearchParams } from "wouter";
import { calls } from "../api/session.ts";
import { DownloadMenu } from "../ui/download-menu.tsx";
import { readFilters, toQuery } from "./filters.ts";
import { say } from "./texts/log.ts";

/** Saves the attempts that the filters leave as a file. */
export function ExportMenu({ organization }: { organization: string }) {
  const [params] = useSearchParams();
  async function fetchFile(format: "csv" | "json") {
    const { data, error } = await calls.GET("/api/v1/organizations/{organization}/sign-in-log/export", {
      params: { path: { organization }, query: { format, ...toQuery(readFilters(params), new Date()) } },
      parseAs: "blob",
    });
    if (!data) throw error;
    return data as Blob;
  }
  return (
    <DownloadMenu
      button={say("export.button")}
      label={say("export.label")}
      name={`sign-ins-${organization}`}
      formats={["csv", "json"]}
      fetchFile={fetchFile}
    />
  );
}

/** Saves all changes as a file. */
export function ExportChanges({ organization }: { organization: string }) {
  async function fetchFile(format: "csv" | "ndjson") {
    const { data, error } = await calls.GET("/api/v1/organizations/{organization}/audit-events/export", {
      params: { path: { organization }, query: { format } },
      parseAs: "blob",
    });
    if (!data) throw error;
    return data as unknown as Blob;
  }
  return (
    <DownloadMenu
      button={say("export.button")}
      label={say("export.changes")}
      name={`changes-${organization}`}
      formats={["csv", "ndjson"]}
      fetchFile={fetchFile}
    />
  );
}
