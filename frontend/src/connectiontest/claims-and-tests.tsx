import { Box, Flex, Stack } from "@mantine/core";
import { Link } from "wouter";
import type { components } from "../api/schema.gen.ts";
import { shortTime } from "../text/time.ts";
import type { SignName } from "../ui/result-icons.tsx";
import { CheckChip, type Tone } from "../ui/state-chip.tsx";
import type { Report } from "./check-texts.ts";
import { say } from "./texts/test.ts";

type Schemas = components["schemas"];
type Summary = Schemas["TestSummary"];

interface ClaimsAndTestsProps {
  report: Report;
  tests: Summary[];
  connection: Schemas["Connection"];
}

/** Beside the checks: what the provider said, and the other tests of the connection. */
export function ClaimsAndTests({ report, tests, connection }: ClaimsAndTestsProps) {
  return (
    <Stack gap="gap">
      <Claims claims={report.claims} />
      <Tests tests={tests} chosen={report.id} connection={connection} />
    </Stack>
  );
}

function Claims({ claims }: { claims: Report["claims"] }) {
  return (
    <section className="card" aria-labelledby="claims">
      <header>
        <h2 id="claims">{say("claims.title")}</h2>
      </header>
      {claims.length === 0 ? (
        <Box component="p" px="pad" py="md" className="small muted">
          {say("claims.none")}
        </Box>
      ) : (
        <Flex component="dl" direction="column" gap="sm" px="pad" py="md">
          {claims.map(({ name, value }) => (
            <div key={name}>
              <dt className="small muted">{name}</dt>
              <dd className="mono">{value}</dd>
            </div>
          ))}
        </Flex>
      )}
      <Box component="p" px="pad" py="md" className="small muted">
        {say("claims.hidden")}
      </Box>
    </section>
  );
}

function Tests({ tests, chosen, connection }: { tests: Summary[]; chosen: string; connection: Schemas["Connection"] }) {
  const now = new Date();
  return (
    <section className="card" aria-labelledby="tests">
      <header>
        <h2 id="tests">{say("tests.title")}</h2>
      </header>
      <Flex component="ol" direction="column" gap="sm" px="pad" py="md" className="tests">
        {tests.map((test) => (
          <li key={test.id}>
            <StateChip test={test} />
            <Link
              className="link small"
              style={{ display: "block", ...(test.id === chosen && { color: "inherit", fontWeight: 600 }) }}
              href={`/sso-settings/connections/${connection.id}/test?test=${test.id}`}
              aria-current={test.id === chosen || undefined}
            >
              {say("tests.label", {
                version: test.versionNumber,
                time: shortTime(new Date(test.startedAt), now),
                name: test.startedBy,
              })}
            </Link>
            {isLive(test, connection) && <span className="small muted"> {say("tests.live")}</span>}
          </li>
        ))}
      </Flex>
    </section>
  );
}

function isLive({ state, versionNumber }: Summary, { live }: Schemas["Connection"]): boolean {
  return state === "passed" && live?.number === versionNumber;
}

function StateChip({ test }: { test: Summary }) {
  const { sign, tone, text } = looks(test);
  return (
    <CheckChip sign={sign} tone={tone}>
      {say(`tests.${text}`)}
    </CheckChip>
  );
}

function looks({ state, current }: Summary): { sign: SignName; tone: Tone; text: Summary["state"] | "outdated" } {
  if (state === "running") return { sign: "open", tone: "off", text: "running" };
  if (!current) return { sign: "stopped", tone: "off", text: "outdated" };
  return state === "passed"
    ? { sign: "passed", tone: "on", text: "passed" }
    : { sign: "failed", tone: "bad", text: "failed" };
}
