import { Button } from "@mantine/core";
import { useState } from "react";
import { useSearchParams } from "wouter";
import { useMay } from "../api/may.ts";
import { Page, useOrganization } from "../shell/page.tsx";
import { AddPerson } from "./add-person.tsx";
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
  if (id) return <PersonView key={id} organization={code} id={id} />;
  return (
    <Page
      title={say("users.title")}
      sentence={say("users.sentence")}
      actions={may("users:write") && <Button onClick={() => setAdding(true)}>{say("users.add")}</Button>}
    >
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
