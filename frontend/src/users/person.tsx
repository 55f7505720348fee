import { Button, Skeleton } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Link, useSearchParams } from "wouter";
import { useMay } from "../api/may.ts";
import { api } from "../api/session.ts";
import { ConfirmChange, type PersonAction } from "../people/change-dialog.tsx";
import { Gone } from "../shell/gone.tsx";
import { Page, useOrganization } from "../shell/page.tsx";
import { who } from "../text/who.ts";
import { FailedCard } from "../ui/failed.tsx";
import { Icon } from "../ui/icons.tsx";
import { isRefused } from "../ui/problem.ts";
import { AccessCard } from "./access.tsx";
import { AccountsCard } from "./accounts.tsx";
import { Details } from "./details.tsx";
import { PersonFacts } from "./person-facts.tsx";
import { type Person, whenWithin } from "./person-texts.ts";
import { say } from "./texts/users.ts";

/** One person, in the place of the list. */
export function PersonView({ organization, id }: { organization: string; id: string }) {
  const { name } = useOrganization();
  const person = api.useQuery("get", "/api/v1/organizations/{organization}/users/{userId}", {
    params: { path: { organization, userId: id } },
  });
  if (isRefused(person.error, "not_found")) return <Gone what="person" organization={name} />;
  if (person.error)
    return (
      <Page title={say("users.title")} crumbs={<BackToList />}>
        <FailedCard problem={person.error} onAgain={person.refetch} />
      </Page>
    );
  if (!person.data)
    return (
      <Page title={say("users.title")} sentence={say("users.loading")} crumbs={<BackToList />}>
        <Skeleton h={480} aria-hidden="true" />
      </Page>
    );
  return <Loaded organization={organization} loaded={person.data} load={async () => (await person.refetch()).data} />;
}

interface LoadedProps {
  organization: string;
  loaded: Person;
  load: () => Promise<Person | undefined>;
}

/**
 * The person as this page knows them. What somebody else saves meanwhile comes
 * in when it is asked for, not while something is being typed.
 */
function Loaded({ organization, loaded, load }: LoadedProps) {
  const [person, setPerson] = useState(loaded);
  const [asked, setAsked] = useState<PersonAction | null>(null);
  const may = useMay();
  const mayChange = may("users:write");
  const ask = mayChange ? setAsked : undefined;
  const queries = useQueryClient();
  function take(after: Person | undefined) {
    if (after) setPerson(after);
    queries.invalidateQueries();
  }
  return (
    <Page
      title={person.name}
      sentence={say("person.saved-by", { who: who(person.changedBy), when: whenWithin(person.changedAt) })}
      crumbs={<BackToList />}
      actions={
        may("log:read") && (
          <Button component={Link} href={`/sign-in-log?period=all&user=${person.id}`}>
            {say("person.sign-ins")}
          </Button>
        )
      }
    >
      {mayChange ? (
        <Details organization={organization} person={person} onChanged={take} load={load} />
      ) : (
        <PersonFacts person={person} />
      )}
      <AccessCard organization={organization} person={person} onAsk={ask} />
      <AccountsCard accounts={person.identities} onAsk={ask} />
      {asked && (
        <ConfirmChange
          organization={organization}
          person={person}
          asked={asked}
          onDone={take}
          load={load}
          onClose={() => setAsked(null)}
        />
      )}
    </Page>
  );
}

function BackToList(): ReactNode {
  const [params] = useSearchParams();
  const list = new URLSearchParams(params);
  list.delete("id");
  const query = list.toString();
  return (
    <Link className="link back" href={query ? `/users?${query}` : "/users"}>
      <Icon name="back" />
      {say("person.back")}
    </Link>
  );
}
