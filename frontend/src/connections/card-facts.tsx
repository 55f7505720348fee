import { Box } from "@mantine/core";
import { providerOf } from "../providers/providers.tsx";
import { shortTime, timeInSentence } from "../text/time.ts";
import { who } from "../text/who.ts";
import { Fact } from "../ui/fact.tsx";
import { type Connection, causeText, newestOf, shortClientId, shortId, stateOf } from "./states.ts";
import { say } from "./texts/connections.ts";

/** The values of a connection and how it did lately. */
export function CardFacts({ connection }: { connection: Connection }) {
  const now = new Date();
  const when = (at: string) => shortTime(new Date(at), now);
  const version = connection.live ?? newestOf(connection);
  const isUsed = connection.live !== null;
  return (
    <Box component="dl" className="facts small" p={0}>
      {version && (
        <Fact name={say("fact.client-id")}>
          <span className="mono" title={version.clientId}>
            {shortClientId(providerOf(connection), version.clientId)}
          </span>
        </Fact>
      )}
      <Fact name={say(`fact.lock.${connection.kind}`)}>{lockText(connection)}</Fact>
      {isUsed ? (
        <Fact name={say("fact.last-good")}>
          {connection.lastGoodSignIn ? when(connection.lastGoodSignIn) : say("fact.never")}
        </Fact>
      ) : (
        version && (
          <Fact name={say("fact.saved")}>
            {say("fact.saved-by", { when: when(version.savedAt), who: who(version.savedBy) })}
          </Fact>
        )
      )}
      <Fact name={say("fact.last-test")}>{testText(connection, when)}</Fact>
      {connection.degraded && stateOf(connection) === "broken" && (
        <Fact name={say("fact.cause")}>
          {say("fact.cause-since", {
            cause: causeText(connection.degraded),
            since: timeInSentence(new Date(connection.degraded.since), now),
          })}
        </Fact>
      )}
    </Box>
  );
}

function lockText(connection: Connection): string {
  const [first, ...more] = connection.lockedTo;
  if (first === undefined) return say("fact.unlocked");
  const name = providerOf(connection).hasTenant ? shortId(first) : first;
  return more.length > 0 ? say.count("fact.locked-more", more.length, { name }) : say("fact.locked", { name });
}

function testText({ lastTest }: Connection, when: (at: string) => string): string {
  if (!lastTest) return say("test.none");
  if (!lastTest.current) return say("test.old");
  return say(`test.${lastTest.state}`, {
    when: when(lastTest.finishedAt ?? lastTest.startedAt),
    who: who(lastTest.startedBy),
  });
}
