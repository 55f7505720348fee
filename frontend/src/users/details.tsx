import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { components } from "../api/schema.gen.ts";
import { calls } from "../api/session.ts";
import { useConfirmedChange } from "../stepup/use-confirmed-change.ts";
import { fieldCode, fieldError, isRefused, requiredError } from "../ui/problem.ts";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import { SaveBar } from "../ui/save-bar.tsx";
import { useToast } from "../ui/toasts.tsx";
import type { Person } from "./person-texts.ts";
import { RoleField } from "./role-field.tsx";
import { say } from "./texts/users.ts";

type Change = components["schemas"]["UserChange"];

interface DetailsProps {
  organization: string;
  person: Person;
  onChanged: (after: Person) => void;
  load: () => Promise<Person | undefined>;
}

/** Name, address, role and the id elsewhere, to be changed together. */
export function Details({ organization, person, onChanged, load }: DetailsProps) {
  // What is typed starts over only when the person is loaded anew or was saved here.
  const [shown, setShown] = useState(person);
  const toast = useToast();
  const save = useConfirmedChange(
    ({ etag, body }: { etag: string; body: Change }) =>
      calls.PATCH("/api/v1/organizations/{organization}/users/{userId}", {
        params: { path: { organization, userId: person.id }, header: { "If-Match": etag } },
        body,
      }),
    {
      onSuccess: (after) => {
        setShown(after);
        onChanged(after);
        toast(say("person.saved", { name: after.name }));
      },
    },
  );

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (save.isPending) return;
    const body = changeOf(new FormData(event.currentTarget), shown);
    if (Object.keys(body).length === 0) return toast(say("person.nothing"));
    save.mutate({ etag: person.etag, body });
  }
  async function loadAnew() {
    const now = await load();
    if (!now) return;
    save.reset();
    setShown(now);
    onChanged(now);
  }

  return (
    <section className="card" aria-labelledby="details">
      <header>
        <h2 id="details">{say("person.details")}</h2>
      </header>
      <form key={shown.etag} noValidate onSubmit={submit}>
        <div className="card-body narrow">
          <PersonFields organization={organization} person={shown} problem={save.error} />
        </div>
        <SaveBar>
          {save.error && <ProblemAlert problem={save.error} />}
          <Button type="submit" variant="filled" aria-disabled={save.isPending || undefined}>
            {say(save.isPending ? "person.saving" : "person.save")}
          </Button>
          {isRefused(save.error, "config_changed") && <Button onClick={loadAnew}>{say("person.load")}</Button>}
        </SaveBar>
      </form>
    </section>
  );
}

/** Only what differs is sent, so that two people may change different things. */
function changeOf(data: FormData, before: Person): Change {
  const value = (name: string) => String(data.get(name) ?? "").trim();
  const change: Change = {};
  if (value("name") !== before.name) change.name = value("name");
  if (value("email") !== before.email) change.email = value("email");
  if (value("role") && value("role") !== before.role) change.role = value("role") as Person["role"];
  const external = value("external") || null;
  if (external !== before.externalId) change.externalId = external;
  return change;
}

interface PersonFieldsProps {
  organization: string;
  person: Partial<Pick<Person, "name" | "email" | "role" | "roleName" | "roleCame" | "externalId">>;
  problem: unknown;
}

/** The fields of a person, new or known. */
export function PersonFields({ organization, person, problem }: PersonFieldsProps) {
  return (
    <>
      <TextInput
        name="name"
        label={say("person.name")}
        maxLength={120}
        autoComplete="off"
        data-autofocus
        defaultValue={person.name}
        error={requiredError(problem, "/name")}
      />
      <TextInput
        name="email"
        type="email"
        label={say("person.email")}
        description={say("person.email-hint")}
        autoComplete="off"
        defaultValue={person.email}
        error={emailError(problem)}
      />
      <RoleField
        organization={organization}
        has={person.role ?? "agent"}
        name={person.roleName ?? ""}
        came={person.roleCame}
        error={fieldError(problem, "/role")}
      />
      <TextInput
        name="external"
        label={say("person.external")}
        maxLength={120}
        autoComplete="off"
        defaultValue={person.externalId ?? ""}
        error={fieldError(problem, "/externalId")}
      />
    </>
  );
}

function emailError(problem: unknown): string | undefined {
  const code = fieldCode(problem, "/email");
  if (code === "taken") return say("person.taken");
  if (code === "format" || code === "too_short") return say("person.plain-email");
  return fieldError(problem, "/email");
}
