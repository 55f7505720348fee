import { readReference } from "../api/problem.ts";
import { say } from "../text/app.ts";
import { problems } from "../text/problems.en.ts";
import { fill } from "../text/say.ts";
import { Icon } from "./icons.tsx";

/** Says why something could not be shown or done. Anything that is no problem of the contract is a lost connection. */
export function ProblemAlert({ problem }: { problem: unknown }) {
  const { code, ref } = read(problem);
  const names = { org: say("org.yours"), provider: "", wait: say("wait.moment") };
  const reference = readReference(ref);
  return (
    <div className="notice bad" role="alert">
      <Icon name="fail" />
      <p>{fill(problems[code], names)}</p>
      {reference && <p className="small muted">{say("reference", { ref: reference })}</p>}
    </div>
  );
}

function read(problem: unknown): { code: keyof typeof problems; ref?: unknown } {
  const from = problem && typeof problem === "object" && "refusal" in problem ? problem.refusal : problem;
  const { code, ref } = (from ?? {}) as { code?: string; ref?: unknown };
  if (code === undefined) return { code: "network" };
  return { code: code in problems ? (code as keyof typeof problems) : "internal_error", ref };
}
