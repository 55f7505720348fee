import { Stack } from "@mantine/core";
import { Fragment } from "react";
import { useRoles } from "../api/roles.ts";
import { enumerated } from "../text/lists.ts";
import { DownloadButton } from "../ui/download-button.tsx";
import { columns } from "./import-text.ts";
import { say } from "./texts/imports.ts";

/** Begins with the byte order mark, by which spreadsheets know UTF-8. */
const sample = `\ufeff${columns.join(",")}
zoe@company.example,Zoé Kim,agent,crm-1017,true
sam@company.example,Sam Ortiz,,crm-1018,
ida@company.example,Ida Holm,agent,crm-1019,true
`.replaceAll("\n", "\r\n");

/** What a file has: each column in words, and one to begin with. */
export function ImportColumns({ organization }: { organization: string }) {
  const roles = useRoles(organization).data?.items ?? [];
  return (
    <details>
      <summary>{say("columns.open")}</summary>
      <dl className="facts small">
        {columns.map((column) => (
          <Fragment key={column}>
            <dt>
              <code className="mono" dir="ltr">
                {column}
              </code>
            </dt>
            <dd>
              {say(`columns.${column}`)}
              {column === "role" && roles.length > 0 && (
                <span className="muted">
                  {say("columns.role-keys", { keys: enumerated(roles.map(({ key }) => key)) })}
                </span>
              )}
            </dd>
          </Fragment>
        ))}
      </dl>
      <Stack gap="sm" align="flex-start">
        <p className="small muted">{say("columns.forms")}</p>
        <DownloadButton
          name="people-sample"
          fetchFile={async () => new Blob([sample], { type: "text/csv;charset=utf-8" })}
        >
          {say("columns.sample")}
        </DownloadButton>
      </Stack>
    </details>
  );
}
