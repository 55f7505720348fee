import { Button } from "@mantine/core";
import type { PersonAction } from "../people/change-dialog.tsx";
import { StateChip } from "../ui/state-chip.tsx";
import { InvitationThing } from "./invitation.tsx";
import { methodName, type Person, whenWithin } from "./person-texts.ts";
import { say } from "./texts/users.ts";
import { Thing } from "./thing.tsx";

interface AccessCardProps {
  organization: string;
  person: Person;
  /** Nothing, if the reader may not change people. */
  onAsk: ((asked: PersonAction) => void) | undefined;
}

/** Whether the person may sign in, whether by password all the same, and where they are signed in now. */
export function AccessCard({ organization, person, onAsk }: AccessCardProps) {
  const { active, exempt, hasPassword, sessions } = person;
  const ask = (what: "deactivate" | "activate" | "exempt" | "unexempt" | "end") =>
    onAsk && (
      <Button color={what === "deactivate" ? "bad" : undefined} onClick={() => onAsk({ what })}>
        {say(`do.${what}`)}
      </Button>
    );
  return (
    <section className="card" aria-labelledby="access">
      <header>
        <h2 id="access">{say("access.title")}</h2>
      </header>
      <div>
        <Thing
          action={ask(active ? "deactivate" : "activate")}
          text={say(active ? "access.active-why" : "access.inactive-why")}
        >
          <StateChip bolt={active ? "thrown" : "drawn"} tone={active ? "on" : "off"}>
            {say(active ? "access.active" : "access.inactive")}
          </StateChip>
        </Thing>
        <Thing action={ask(exempt ? "unexempt" : "exempt")} text={exemptText(exempt, hasPassword)}>
          <h3>{say(exempt ? "access.exempt" : "access.not-exempt")}</h3>
        </Thing>
        <Thing action={sessions > 0 && ask("end")} text={lastSignIn(person)}>
          <h3>{sessionsText(sessions)}</h3>
        </Thing>
        {(person.invitation || !person.lastSignIn) && (
          <InvitationThing organization={organization} person={person} onAsk={onAsk} />
        )}
      </div>
    </section>
  );
}

function exemptText(exempt: boolean, hasPassword: boolean): string {
  const text = say(exempt ? "access.exempt-why" : "access.not-exempt-why");
  return hasPassword ? text : `${text} ${say("access.no-password")}`;
}

function sessionsText(count: number): string {
  return count === 0 ? say("access.sessions.none") : say.count("access.sessions", count);
}

function lastSignIn(person: Person): string {
  if (!person.lastSignIn) return say("access.last-never");
  return say("access.last", { when: whenWithin(person.lastSignIn.at), method: methodName(person) });
}
