import { Button, Stack } from "@mantine/core";
import { useState } from "react";
import type { components } from "../api/schema.gen.ts";
import { api, calls } from "../api/session.ts";
import { useRefresh } from "../shell/page.tsx";
import { timeInSentence } from "../text/time.ts";
import { answered, Confirm } from "../ui/confirm.tsx";
import { CopyField } from "../ui/copy-field.tsx";
import { isRefused } from "../ui/problem.ts";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import type { SignName } from "../ui/result-icons.tsx";
import { CheckChip, type Tone } from "../ui/state-chip.tsx";
import { useToast } from "../ui/toasts.tsx";
import { say } from "./texts/domains.ts";

type Domain = components["schemas"]["Domain"];

const looks: Record<Domain["state"], { sign: SignName; tone: Tone }> = {
  pending: { sign: "open", tone: "test" },
  verified: { sign: "passed", tone: "on" },
  lost: { sign: "failed", tone: "bad" },
};

interface DomainCardProps {
  organization: string;
  domain: Domain;
}

/** One domain: what its state means, the record that proves it, and a look for it now. */
export function DomainCard({ organization, domain }: DomainCardProps) {
  const [removing, setRemoving] = useState(false);
  const refresh = useRefresh();
  const check = api.useMutation("post", "/api/v1/organizations/{organization}/domains/{domainId}/check", {
    onSuccess: refresh,
  });
  const path = { organization, domainId: domain.id };
  return (
    <section className="card" aria-labelledby={domain.id}>
      <header>
        <h2 id={domain.id}>{domain.domain}</h2>
        <CheckChip {...looks[domain.state]}>{say(`state.${domain.state}`)}</CheckChip>
      </header>
      <div className="card-body">
        <div>
          <p>{say(`state.${domain.state}-why`, { when: timeOf(domain.verifiedAt) })}</p>
          <p className="small muted" role="status">
            {resultText(domain)}
          </p>
        </div>
        {check.error && <CheckRefused problem={check.error} />}
        {domain.state === "verified" ? (
          <details>
            <summary>{say("record.show")}</summary>
            <Record domain={domain} />
          </details>
        ) : (
          <Record domain={domain} />
        )}
        <div className="actions">
          <Button
            aria-disabled={check.isPending || undefined}
            onClick={() => check.isPending || check.mutate({ params: { path } })}
          >
            {say(check.isPending ? "check.busy" : "check.now")}
            <span className="vh"> {domain.domain}</span>
          </Button>
          <Button color="bad" onClick={() => setRemoving(true)}>
            {say("remove.open")}
            <span className="vh"> {domain.domain}</span>
          </Button>
        </div>
      </div>
      {removing && <Remove path={path} name={domain.domain} onClose={() => setRemoving(false)} />}
    </section>
  );
}

function Record({ domain: { record } }: { domain: Domain }) {
  return (
    <Stack mt="sm">
      <CopyField label={say("record.type")} value={record.type} />
      <CopyField label={say("record.name")} value={record.name} />
      <CopyField label={say("record.value")} value={record.value} />
    </Stack>
  );
}

function CheckRefused({ problem }: { problem: unknown }) {
  if (!isRefused(problem, "rate_limited")) return <ProblemAlert problem={problem} />;
  return (
    <p className="notice warn" role="alert">
      {say("check.wait")}
    </p>
  );
}

interface RemoveProps {
  path: { organization: string; domainId: string };
  name: string;
  onClose: () => void;
}

function Remove({ path, name, onClose }: RemoveProps) {
  const refresh = useRefresh();
  const toast = useToast();
  async function act() {
    await answered(calls.DELETE("/api/v1/organizations/{organization}/domains/{domainId}", { params: { path } }));
    toast(say("remove.done", { domain: name }));
    await refresh();
  }
  return (
    <Confirm
      title={say("remove.title", { domain: name })}
      action={say("remove.open")}
      busyAction={say("remove.busy")}
      danger
      act={act}
      onClose={onClose}
    >
      <p>{say("remove.why")}</p>
    </Confirm>
  );
}

const results = ["found", "not_found", "other_value", "dns_failed"] as const;

function resultText({ lastResult, checkedAt }: Domain): string {
  const result = results.find((one) => one === lastResult);
  return result && checkedAt ? say(`result.${result}`, { when: timeOf(checkedAt) }) : say("result.never");
}

function timeOf(at: string | null): string {
  return at ? timeInSentence(new Date(at), new Date()) : "";
}
