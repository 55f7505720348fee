import { Button } from "@mantine/core";
import type { PersonAction } from "../people/change-dialog.tsx";
import { day } from "../text/time.ts";
import { type Person, whenWithin } from "./person-texts.ts";
import { useSignInMethods } from "./sign-in-methods.ts";
import { say } from "./texts/users.ts";
import { Thing } from "./thing.tsx";

interface InvitationThingProps {
  organization: string;
  person: Person;
  onAsk: ((asked: PersonAction) => void) | undefined;
}

/** Whether the person was told where to sign in, what came of it, and to tell them once more. */
export function InvitationThing({ organization, person, onAsk }: InvitationThingProps) {
  const { canInvite, cannotInvite } = useSignInMethods(organization);
  const { invitation, active } = person;
  const mayInvite = onAsk && active;
  const said = invitation ? sentOf(invitation) : say("invitation.never-why");
  return (
    <Thing
      text={mayInvite && cannotInvite ? `${said} ${say("refused.invite")}` : said}
      action={
        mayInvite &&
        canInvite && (
          <Button onClick={() => onAsk({ what: "invite" })}>
            {say(invitation ? "invitation.again" : "do.invite")}
          </Button>
        )
      }
    >
      <h3>{say(`invitation.${invitation?.state ?? "never"}`)}</h3>
    </Thing>
  );
}

function sentOf({ at, expiresAt, state }: NonNullable<Person["invitation"]>): string {
  return say(`invitation.${state}-why`, { when: whenWithin(at), until: day(new Date(expiresAt)) });
}
