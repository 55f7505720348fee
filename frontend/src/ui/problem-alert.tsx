import { readReference } from "../api/problem.ts";
import { say } from "../text/app.ts";
import appProblems from "../text/app-problems.en.json";
import { fill } from "../text/fill.ts";
import problems from "../text/problems.en.json";
import { timeInSentence } from "../text/time.ts";
import { who } from "../text/who.ts";
import { Icon } from "./icons.tsx";

const sentences = { ...problems, ...appProblems };

interface ProblemAlertProps {
  problem: unknown;
  /** The names that some sentences have. */
  organization?: string;
  provider?: string;
}

/** Says why something could not be shown or done. Anything that is no problem of the contract is a lost connection. */
export function ProblemAlert({ problem, organization, provider }: ProblemAlertProps) {
  const { code, ref, changedBy, changedAt } = read(problem);
  const names = {
    org: organization ?? say("org.yours"),
    provider: provider ?? say("provider.yours"),
    wait: say("wait.moment"),
    who: (changedBy && who(changedBy)) || say("changed.somebody"),
    when: changedAt ? timeInSentence(new Date(changedAt), new Date()) : say("changed.just-now"),
  };
  // What is wrong with a field stands at it: nobody has to be asked about that.
  const reference = code === "validation_failed" ? null : readReference(ref);
  return (
    <div className="notice bad" role="alert">
      <Icon name="fail" />
      <p>{fill(sentences[code], names)}</p>
      {reference && <p className="small muted">{say("reference", { ref: reference })}</p>}
    </div>
  );
}

interface Said {
  code: keyof typeof sentences;
  ref?: unknown;
  /** Who saved meanwhile, and when. */
  changedBy?: string;
  changedAt?: string;
}

function read(problem: unknown): Said {
  const from = problem && typeof problem === "object" && "refusal" in problem ? problem.refusal : problem;
  const { code, ...rest } = (from ?? {}) as Partial<Said>;
  if (typeof code !== "string") return { code: "network" };
  return { ...rest, code: Object.hasOwn(sentences, code) ? code : "internal_error" };
}
