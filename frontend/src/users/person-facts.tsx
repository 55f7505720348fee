import { roleTitle } from "../text/role.ts";
import { Address } from "../ui/address.tsx";
import { Fact } from "../ui/fact.tsx";
import type { Person } from "./person-texts.ts";
import { say } from "./texts/users.ts";

/** Who the person is, for whoever may not change it. */
export function PersonFacts({ person }: { person: Person }) {
  const { name, email, role, roleName, externalId } = person;
  return (
    <section className="card" aria-labelledby="details">
      <header>
        <h2 id="details">{say("person.details")}</h2>
      </header>
      <dl className="facts">
        <Fact name={say("person.name")}>{name}</Fact>
        <Fact name={say("person.email")}>
          <Address of={email} />
        </Fact>
        <Fact name={say("person.role")}>{roleTitle(role, roleName)}</Fact>
        {externalId && <Fact name={say("person.external")}>{externalId}</Fact>}
      </dl>
    </section>
  );
}
