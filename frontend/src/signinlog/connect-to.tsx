import { Button, Stack } from "@mantine/core";
import { useState } from "react";
import type { components } from "../api/schema.gen.ts";
import { calls } from "../api/session.ts";
import { PersonPicker } from "../people/picker.tsx";
import { useRefresh } from "../shell/page.tsx";
import { useConfirmedChange } from "../stepup/use-confirmed-change.ts";
import { Dialog, DialogForm } from "../ui/dialog.tsx";
import { Icon } from "../ui/icons.tsx";
import { isRefused } from "../ui/problem.ts";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import { useToast } from "../ui/toasts.tsx";
import { providerName } from "./explain.ts";
import { say } from "./texts/log.ts";

type SignIn = components["schemas"]["SignInDetail"];
type Person = components["schemas"]["UserEntry"];

interface ConnectToProps {
  organization: string;
  detail: SignIn;
  onClose: () => void;
}

/** Connects the account of a refused attempt to a person: first who, then the effect. */
export function ConnectTo({ organization, detail, onClose }: ConnectToProps) {
  const [person, setPerson] = useState<Person | null>(null);
  const account = detail.email ?? say("nobody");
  return (
    <Dialog open title={say("connect.title", { provider: providerName(detail), account })} onClose={onClose}>
      {person ? (
        <Sure
          organization={organization}
          detail={detail}
          person={person}
          onBack={() => setPerson(null)}
          onClose={onClose}
        />
      ) : (
        <Stack gap="sm">
          <p>{say("connect.who")}</p>
          <PersonPicker
            organization={organization}
            label={say("connect.search")}
            action={say("connect.choose")}
            onPick={setPerson}
          />
        </Stack>
      )}
    </Dialog>
  );
}

interface SureProps extends ConnectToProps {
  person: Person;
  onBack: () => void;
}

function Sure({ organization, detail, person, onBack, onClose }: SureProps) {
  const refresh = useRefresh();
  const toast = useToast();
  const connect = useConfirmedChange(
    (signInId: string) =>
      calls.POST("/api/v1/organizations/{organization}/users/{userId}/identities", {
        params: { path: { organization, userId: person.id } },
        body: { signInId },
      }),
    {
      onSuccess: async () => {
        onClose();
        toast(say("connect.done", { name: person.name }));
        await refresh();
      },
    },
  );
  return (
    <DialogForm
      onSubmit={() => connect.isPending || connect.mutate(detail.id)}
      actions={
        <>
          <Button onClick={onBack}>{say("connect.back")}</Button>
          <Button type="submit" variant="filled" data-autofocus aria-disabled={connect.isPending || undefined}>
            {say(connect.isPending ? "connect.busy" : "connect.submit")}
          </Button>
        </>
      }
    >
      {connect.error && <Refused problem={connect.error} name={person.name} provider={providerName(detail)} />}
      <p>{say("connect.sure", { name: person.name, email: person.email })}</p>
    </DialogForm>
  );
}

function Refused({ problem, name, provider }: { problem: unknown; name: string; provider: string }) {
  if (!isRefused(problem, "forbidden")) return <ProblemAlert problem={problem} provider={provider} />;
  return (
    <div className="notice bad" role="alert">
      <Icon name="fail" />
      <p>{say("connect.super-admin", { name })}</p>
    </div>
  );
}
