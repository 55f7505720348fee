import { type ReactNode, useEffect, useRef } from "react";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import { CheckChip } from "../ui/state-chip.tsx";
import { say } from "./texts/policy.ts";

interface StepProps {
  number: number;
  name: string;
  /** Whether the step is proven; absent where there is nothing to prove. */
  done?: boolean;
  problem?: unknown;
  children: ReactNode;
}

/** A step with its number, whether it is done, and what was refused in it. */
export function Step({ number, name, done, problem, children }: StepProps) {
  const id = `step-${number}`;
  const heading = useRef<HTMLHeadingElement>(null);
  // What is refused may be far above the button that was pressed.
  useEffect(() => {
    if (problem) heading.current?.focus();
  }, [problem]);
  return (
    <li className="card" aria-labelledby={id}>
      <header>
        <h2 id={id} ref={heading} tabIndex={-1}>
          {say("require.step", { step: number, name })}
        </h2>
        {done !== undefined && (
          <CheckChip sign={done ? "passed" : "open"} tone={done ? "on" : "off"}>
            {say(done ? "require.done" : "require.open")}
          </CheckChip>
        )}
      </header>
      <div className="card-body">
        {problem ? <ProblemAlert problem={problem} /> : null}
        {children}
      </div>
    </li>
  );
}
