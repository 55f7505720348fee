import { Button, Checkbox, Stack } from "@mantine/core";
import { useEffect, useRef } from "react";
import type { components } from "../api/schema.gen.ts";
import { api, calls } from "../api/session.ts";
import { useRefresh } from "../shell/page.tsx";
import { useConfirmedChange } from "../stepup/use-confirmed-change.ts";
import { Dialog, DialogForm } from "../ui/dialog.tsx";
import { Icon } from "../ui/icons.tsx";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import { useToast } from "../ui/toasts.tsx";
import { PersonFields } from "./details.tsx";
import type { Person } from "./person-texts.ts";
import { useSignInMethods } from "./sign-in-methods.ts";
import { say } from "./texts/users.ts";

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
      <Form organization={organization} known={known(attempt.data)} onAdded={onAdded} onClose={onClose} />
    </Dialog>
  );
}

type Known = Pick<Person, "name" | "email">;

/** What the attempt tells of the person. Some providers call people by their address. */
function known(attempt: components["schemas"]["SignInDetail"] | undefined): Known {
  const email = attempt?.email ?? "";
  return { email, name: attempt?.name && attempt.name !== email ? attempt.name : "" };
}

interface FormProps extends Omit<AddPersonProps, "from"> {
  known: Known;
}

function Form({ organization, known, onAdded, onClose }: FormProps) {
  const methods = useSignInMethods(organization);
  const fields = useRef<HTMLDivElement>(null);
  const refresh = useRefresh();
  const toast = useToast();
  const add = useConfirmedChange(
    (body: components["schemas"]["NewUser"]) =>
      calls.POST("/api/v1/organizations/{organization}/users", { params: { path: { organization } }, body }),
    {
      onSuccess: async (added, { invite }) => {
        toast(say(invite ? "add.invited" : "add.done", { name: added.name }));
        onAdded(added.id);
        await refresh();
      },
    },
  );
  useEffect(() => {
    if (add.error) fields.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [add.error]);
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
      ...(data.has("invite") && { invite: true }),
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
      {methods.none ? (
        <div className="notice warn">
          <Icon name="alert" />
          <p>
            <b>{say("add.no-way")}</b> {say("add.no-way-why")}
          </p>
        </div>
      ) : (
        <p>{say("add.text")}</p>
      )}
      <Stack ref={fields}>
        <PersonFields organization={organization} person={known} problem={add.error} />
        {methods.canInvite && (
          <Checkbox name="invite" defaultChecked label={say("add.invite")} description={say("add.invite-why")} />
        )}
      </Stack>
    </DialogForm>
  );
}
