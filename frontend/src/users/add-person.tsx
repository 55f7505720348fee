import { Button } from "@mantine/core";
import { useRef } from "react";
import type { components } from "../api/schema.gen.ts";
import { api, calls } from "../api/session.ts";
import { useConfirmedChange } from "../recent/use-confirmed-change.ts";
import { useRefresh } from "../shell/page.tsx";
import { say } from "../text/users.ts";
import { Dialog, DialogForm } from "../ui/dialog.tsx";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import { useToast } from "../ui/toasts.tsx";
import { PersonFields } from "./details.tsx";
import type { Person } from "./words.ts";

interface AddPersonProps {
  organization: string;
  /** The refused attempt whose address is taken over. */
  from: string | null;
  onAdded: (id: string) => void;
  onClose: () => void;
}

/** Adds a person by hand: signing in never does. */
export function AddPerson({ organization, from, onAdded, onClose }: AddPersonProps) {
  const attempt = api.useQuery(
    "get",
    "/api/v1/organizations/{organization}/sign-in-log/{signInId}",
    { params: { path: { organization, signInId: from ?? "" } } },
    { enabled: from !== null },
  );
  // An attempt that is not there any more leaves the address empty.
  if (from && attempt.isPending) return null;
  return (
    <Dialog open title={say("add.title")} onClose={onClose}>
      <Form organization={organization} email={attempt.data?.email ?? ""} onAdded={onAdded} onClose={onClose} />
    </Dialog>
  );
}

interface FormProps extends Omit<AddPersonProps, "from"> {
  email: string;
}

function Form({ organization, email, onAdded, onClose }: FormProps) {
  const fields = useRef<HTMLDivElement>(null);
  const refresh = useRefresh();
  const toast = useToast();
  const add = useConfirmedChange(
    (body: components["schemas"]["NewUser"]) =>
      calls.POST("/api/v1/organizations/{organization}/users", { params: { path: { organization } }, body }),
    {
      onSuccess: async (added) => {
        toast(say("add.done", { name: added.name }));
        onAdded(added.id);
        await refresh();
      },
    },
  );
  function submit() {
    const form = fields.current?.closest("form");
    if (!form || add.isPending) return;
    const data = new FormData(form);
    const value = (name: string) => String(data.get(name) ?? "").trim();
    const external = value("external");
    add.mutate({
      name: value("name"),
      email: value("email"),
      role: value("role") as Person["role"],
      ...(external && { externalId: external }),
    });
  }
  return (
    <DialogForm
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>{say("confirm.cancel")}</Button>
          <Button type="submit" variant="filled" aria-disabled={add.isPending || undefined}>
            {say(add.isPending ? "add.busy" : "add.submit")}
          </Button>
        </>
      }
    >
      {add.error && <ProblemAlert problem={add.error} />}
      <p>{say("add.text")}</p>
      <div ref={fields} className="card-fields">
        <PersonFields person={{ email }} problem={add.error} />
      </div>
    </DialogForm>
  );
}
