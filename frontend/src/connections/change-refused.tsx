import type { components } from "../api/schema.gen.ts";
import { timeInSentence } from "../text/time.ts";
import { who } from "../text/who.ts";
import { Icon } from "../ui/icons.tsx";
import { asProblem } from "../ui/problem.ts";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import { say } from "./texts/connections.ts";

/** Why a change was not made, with what super admins may know about it. */
export function ChangeRefused({ problem, org }: { problem: unknown; org: string }) {
  const { code } = asProblem(problem);
  if (code === "config_changed") return <Refused title={changedText(problem)} text={say("refused.conflict")} />;
  if (code === "conflict") return <Refused title={say("refused.conflict")} />;
  if (code === "last_super_admin")
    return <Refused title={say("refused.last_super_admin", { org })} text={say("refused.last-next")} />;
  return <ProblemAlert problem={problem} />;
}

function Refused({ title, text }: { title: string; text?: string }) {
  return (
    <div className="notice bad" role="alert">
      <Icon name="fail" />
      <p>
        <b>{title}</b> {text}
      </p>
    </div>
  );
}

/** "Ana Ruiz saved changes: Today, 09:14." */
export function changedText(problem: unknown): string {
  const { changedBy, changedAt } = asProblem(problem);
  return say("changed.title", {
    who: (changedBy && who(changedBy)) || say("changed.somebody"),
    when: changedAt ? timeInSentence(new Date(changedAt), new Date()) : say("changed.just-now"),
  });
}

/** What is wrong with each field, by JSON pointer. */
export function fieldErrors(problem: unknown): Record<string, components["schemas"]["FieldCode"]> {
  return Object.fromEntries((asProblem(problem).errors ?? []).map(({ pointer, code }) => [pointer, code]));
}
