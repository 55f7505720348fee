import { Button, Group, Stack } from "@mantine/core";
import { useEffect } from "react";
import type { components } from "../api/schema.gen.ts";
import { providerOf } from "../providers/providers.tsx";
import { providerName } from "../text/provider.ts";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import { Sign } from "../ui/result-icons.tsx";
import type { Kind, Report } from "./check-texts.ts";
import { canLock } from "./locked.ts";
import { say } from "./texts/test.ts";
import { useLock } from "./use-test.ts";

type Schemas = components["schemas"];

interface LockOfferProps {
  report: Report;
  connection: Schemas["Connection"];
  place: { organization: string; connectionId: string };
}

/** While nothing is locked: the lock that the tester's account showed, in one click. */
export function LockOffer({ report, connection, place }: LockOfferProps) {
  const lock = useLock(place);
  const { learned } = report;
  if (!learned) return null;
  const value = learned.domain ?? learned.value;
  if (lock.isSuccess) return <Locked value={value} />;
  if (!canLock(report, connection)) return null;
  const send = () =>
    lock.isPending ||
    lock.mutate({
      params: { path: place, header: { "If-Match": connection.etag } },
      body: { lockedTo: [learned.value] },
    });
  return (
    <section className="card" aria-label={say("lock.label")}>
      <Group wrap="nowrap" align="flex-start" gap="sm" px="pad" py="md">
        <Sign sign="look" size={20} />
        <Stack gap="sm">
          <p>
            <b>{say("lock.title", { provider: providerName(connection.provider, connection.label) })}</b>{" "}
            {say("lock.text", { value: described(learned, connection.kind) })}
          </p>
          <div>
            <Button
              variant={report.state === "passed" ? "filled" : "default"}
              aria-disabled={lock.isPending || undefined}
              onClick={send}
            >
              {lock.isPending ? say("lock.busy") : say("lock.button", { value })}
            </Button>
          </div>
          {lock.error && <Refused problem={lock.error} />}
        </Stack>
      </Group>
    </section>
  );
}

/** What the next step is, by its id: the focus goes there from the button of the lock, which is gone. */
export const nextStep = "next-step";

function Locked({ value }: { value: string }) {
  useEffect(() => {
    if (document.activeElement !== document.body) return;
    const next = document.getElementById(nextStep) ?? document.querySelector("h1");
    next?.focus();
  }, []);
  return (
    <Group className="card" wrap="nowrap" align="flex-start" gap="sm" px="pad" py="md" role="status">
      <Sign sign="passed" size={20} />
      <p>
        <b>{say("lock.done", { value })}</b> {say("lock.done-why")}
      </p>
    </Group>
  );
}

function Refused({ problem }: { problem: Schemas["Problem"] }) {
  if (problem.code !== "config_changed") return <ProblemAlert problem={problem} />;
  return <p role="alert">{say("lock.changed", { name: problem.changedBy ?? "" })}</p>;
}

function described({ value, domain }: Schemas["LearnedLock"], kind: Kind): string {
  if (!providerOf({ kind }).hasTenant) return value;
  return domain ? say("lock.directory-of", { domain }) : say("lock.directory", { value });
}
