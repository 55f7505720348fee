import type { components } from "../api/schema.gen.ts";
import { calls } from "../api/session.ts";
import { useConfirmed } from "../stepup/confirmed.tsx";
import { providerTitle } from "../text/provider.ts";
import { answered, Confirm } from "../ui/confirm.tsx";
import { isRefused } from "../ui/problem.ts";
import { useToast } from "../ui/toasts.tsx";
import { say } from "./texts/people.ts";

type Person = components["schemas"]["UserEntry"];
type Account = components["schemas"]["ConnectedAccount"];

/** What is to be done with a person once it is confirmed. */
export type PersonAction =
  | { what: "deactivate" | "activate" | "exempt" | "unexempt" | "end" | "invite" }
  | { what: "disconnect"; account: Account };

interface ConfirmChangeProps {
  organization: string;
  person: Person;
  asked: PersonAction;
  onDone: (after: Person | undefined) => void;
  load: () => Promise<Person | undefined>;
  onClose: () => void;
}

/** Names the effect of a step on the person, and does it when it is confirmed. */
export function ConfirmChange({ organization, person, asked, onDone, load, onClose }: ConfirmChangeProps) {
  const confirmed = useConfirmed();
  const toast = useToast();
  const names = { name: person.name, provider: "", account: "" };
  if (asked.what === "disconnect") {
    names.provider = providerTitle(asked.account.provider, asked.account.label);
    names.account = asked.account.email ?? say("account.no-email");
  }
  async function act() {
    try {
      onDone((await confirmed(() => send(organization, person, asked))) ?? (await load()));
    } catch (problem) {
      // The next try is made on what the other one saved.
      if (isRefused(problem, "config_changed")) onDone(await load());
      throw problem;
    }
    toast(say(`done.${asked.what}`, names));
  }
  return (
    <Confirm
      title={say(`ask.${asked.what}`, names)}
      action={say(`do.${asked.what}`)}
      busyAction={say(`ask.${asked.what}-busy`)}
      danger={asked.what === "deactivate" || asked.what === "disconnect"}
      act={act}
      onClose={onClose}
    >
      <p>{say(`ask.${asked.what}-why`, names)}</p>
    </Confirm>
  );
}

const changes: Record<
  Exclude<PersonAction["what"], "end" | "invite" | "disconnect">,
  components["schemas"]["UserChange"]
> = {
  deactivate: { active: false },
  activate: { active: true },
  exempt: { exempt: true },
  unexempt: { exempt: false },
};

/** The person afterwards; nothing where the answer is another. */
async function send(organization: string, { id, etag }: Person, asked: PersonAction): Promise<Person | undefined> {
  const path = { organization, userId: id };
  switch (asked.what) {
    case "end":
      await answered(
        calls.DELETE("/api/v1/organizations/{organization}/users/{userId}/sessions", { params: { path } }),
      );
      return undefined;
    case "invite":
      return answered(
        calls.POST("/api/v1/organizations/{organization}/users/{userId}/invitation", { params: { path } }),
      );
    case "disconnect":
      return answered(
        calls.DELETE("/api/v1/organizations/{organization}/users/{userId}/identities/{identityId}", {
          params: { path: { ...path, identityId: asked.account.id } },
        }),
      );
    default:
      return answered(
        calls.PATCH("/api/v1/organizations/{organization}/users/{userId}", {
          params: { path, header: { "If-Match": etag } },
          body: changes[asked.what],
        }),
      );
  }
}
