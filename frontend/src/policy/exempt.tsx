import { Button } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import type { components } from "../api/schema.gen.ts";
import { api } from "../api/session.ts";
import { ConfirmChange } from "../people/change-dialog.tsx";
import { PickPerson } from "../people/pick-person.tsx";
import { useRefresh } from "../shell/page.tsx";
import { Address } from "../ui/address.tsx";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import { say } from "./texts/policy.ts";

type PersonName = components["schemas"]["PersonName"];

/** What is to be done with whom. */
interface Chosen {
  id: string;
  what: "exempt" | "unexempt";
}

/** Who may use a password although SSO is required, and the way to change that. */
export function Exempt({ organization, people }: { organization: string; people: PersonName[] }) {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const isExempt = (id: string) => people.some((one) => one.id === id);
  return (
    <section className="card" aria-labelledby="exempt">
      <header>
        <h2 id="exempt">{say("exempt.title")}</h2>
      </header>
      {people.length > 0 && (
        <ul>
          {people.map((one) => (
            <ExemptPerson key={one.id} person={one} onEnd={() => setChosen({ id: one.id, what: "unexempt" })} />
          ))}
        </ul>
      )}
      <div className="card-body">
        {people.length === 0 && <p className="muted">{say("exempt.none")}</p>}
        <PickPerson
          organization={organization}
          label={say("exempt.add")}
          action={say("do.exempt")}
          without={({ id }) => isExempt(id)}
          onPick={({ id }) => setChosen({ id, what: "exempt" })}
        />
      </div>
      {chosen && <AskChosen organization={organization} chosen={chosen} onClose={() => setChosen(null)} />}
    </section>
  );
}

function ExemptPerson({ person, onEnd }: { person: PersonName; onEnd: () => void }) {
  const { id, name, email } = person;
  return (
    <li className="thing">
      <div>
        <Link className="link" href={`/users?id=${id}`}>
          {name}
        </Link>
        <p>
          <Address of={email} />
        </p>
      </div>
      <Button onClick={onEnd} aria-label={`${say("exempt.end")}: ${name}`}>
        {say("exempt.end")}
      </Button>
    </li>
  );
}

/** Asks about a person as they are now: their change is made from what was read. */
function AskChosen({ organization, chosen, onClose }: { organization: string; chosen: Chosen; onClose: () => void }) {
  const person = api.useQuery("get", "/api/v1/organizations/{organization}/users/{userId}", {
    params: { path: { organization, userId: chosen.id } },
  });
  const refresh = useRefresh();
  if (person.error)
    return (
      <div className="card-body">
        <ProblemAlert problem={person.error} />
      </div>
    );
  if (!person.data) return null;
  return (
    <ConfirmChange
      organization={organization}
      person={person.data}
      asked={chosen}
      onDone={refresh}
      load={async () => (await person.refetch()).data}
      onClose={onClose}
    />
  );
}
