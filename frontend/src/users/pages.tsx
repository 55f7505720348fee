import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { Link, useSearchParams } from "wouter";
import { useMay } from "../api/may.ts";
import { calls } from "../api/session.ts";
import { Page, useOrganization } from "../shell/page.tsx";
import { DownloadButton } from "../ui/download-button.tsx";
import { AddPerson } from "./add-person.tsx";
import { BulkProgress } from "./bulk-progress.tsx";
import { readFilters, toQuery } from "./filters.ts";
import { PersonView } from "./person.tsx";
import { say } from "./texts/users.ts";
import { UserList } from "./user-list.tsx";

/** The people of the organization (S12), and one of them in the place of the list. */
export function UsersPage() {
  const { code } = useOrganization();
  const may = useMay();
  const [params, setParams] = useSearchParams();
  const [adding, setAdding] = useState(false);
  const id = params.get("id");
  const from = params.get("from");

  /** Leaves out of the address what was only asked for once. */
  function close() {
    setAdding(false);
    if (from) setParams(without(params, "from"), { replace: true });
  }
  function show(added: string) {
    setAdding(false);
    setParams({ id: added }, { replace: Boolean(from) });
  }
  async function fetchFile() {
    const { data, error } = await calls.GET("/api/v1/organizations/{organization}/users/export", {
      params: { path: { organization: code }, query: toQuery(readFilters(params)) },
      parseAs: "blob",
    });
    if (!data) throw error;
    return data as unknown as Blob;
  }
  if (id) return <PersonView key={id} organization={code} id={id} />;
  return (
    <Page
      title={say("users.title")}
      sentence={say("users.sentence")}
      actions={
        <Group className="actions" gap="xs" align="flex-start">
          <DownloadButton name={`people-${code}`} fetchFile={fetchFile}>
            {say("users.export")}
          </DownloadButton>
          {may("users:write") && (
            <>
              <Button component={Link} href="/users/import">
                {say("users.import")}
              </Button>
              <Button onClick={() => setAdding(true)}>{say("users.add")}</Button>
            </>
          )}
        </Group>
      }
    >
      {may("users:write") && <BulkProgress organization={code} />}
      <UserList organization={code} />
      {(adding || from) && may("users:write") && (
        <AddPerson organization={code} from={from} onAdded={show} onClose={close} />
      )}
    </Page>
  );
}

function without(params: URLSearchParams, name: string): URLSearchParams {
  const rest = new URLSearchParams(params);
  rest.delete(name);
  return rest;
}
