import { Radio, Stack } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import type { components } from "../api/schema.gen.ts";
import { providerOf } from "../providers/providers.tsx";
import { providerName } from "../text/provider.ts";
import { CopyField } from "../ui/copy-field.tsx";
import { type Sighting, sightings } from "./texts/sightings.ts";
import { say } from "./texts/test.ts";

type Connection = components["schemas"]["Connection"];

/** "What did you see?": for errors that the provider shows on its own page, from which nobody comes back (S10). */
export function Chooser({ connection, isLate }: { connection: Connection; isLate: boolean }) {
  const [chosen, setChosen] = useState("");
  const provider = providerName(connection.provider, connection.label);
  const known = sightings.filter(({ id }) => providerOf(connection).sightings[id] !== undefined);
  const answer = known.find(({ id }) => id === chosen);
  return (
    <section className="card saw" aria-labelledby="saw-title">
      <header>
        <h2 id="saw-title">{say("saw.title", { provider })}</h2>
      </header>
      <Stack px="pad" pt="md" pb="lg" maw="48rem">
        {isLate && <p role="status">{say("saw.late", { provider })}</p>}
        <Radio.Group label={say("saw.hint")} value={chosen} onChange={setChosen}>
          <Stack gap="sm" mt="sm">
            {known.map((one) => (
              <Radio
                key={one.id}
                value={one.id}
                label={one.label}
                description={codesOf(one, connection) || undefined}
                classNames={{ description: "mono" }}
              />
            ))}
          </Stack>
        </Radio.Group>
        <div aria-live="polite">{answer && <Answer answer={answer} connection={connection} />}</div>
      </Stack>
    </section>
  );
}

function Answer({ answer, connection }: { answer: Sighting; connection: Connection }) {
  const provider = providerName(connection.provider, connection.label);
  return (
    <Stack p="md" bg="var(--primary-soft)" bdrs="sm" className="edged">
      <p>
        <b>{say("saw.who")}</b> {say(`saw.${answer.who}`, { provider })}
      </p>
      <p>
        <b>{say("saw.do")}</b> {answer.todo}
      </p>
      {answer.values.map((name) => (
        <Value key={name} name={name} connection={connection} />
      ))}
      {answer.who === "you" && (
        <Link className="link" href={`/sso-settings/connections/${connection.id}`}>
          {say("test.settings")}
        </Link>
      )}
    </Stack>
  );
}

function Value({ name, connection }: { name: Sighting["values"][number]; connection: Connection }) {
  if (name === "tenant" && !providerOf(connection).hasTenant) return null;
  const value = valueToCompare(name, connection);
  if (value) return <CopyField label={say(`saw.${name}`)} value={value} hint={say("saw.compare")} />;
  return name === "tenant" ? <p>{say("saw.no-tenant")}</p> : null;
}

/** The value as the version under test has it: the newest one. */
function valueToCompare(name: Sighting["values"][number], { copy, draft, live, lockedTo }: Connection): string {
  const version = draft ?? live;
  if (name === "redirect-uri") return copy.redirectUri;
  if (name === "locked") return lockedTo.join(", ");
  return (name === "client-id" ? version?.clientId : version?.tenant) ?? "";
}

function codesOf({ id }: Sighting, connection: Connection): string {
  return providerOf(connection).sightings[id] ?? "";
}
