/** @jsxImportSource preact */
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Refusal } from "../api/problem.ts";
import { say } from "../text/login.ts";
import { Icon } from "./icons.tsx";
import { sentence } from "./words.ts";

interface AlertProps {
  refusal: Refusal;
  org: string;
  provider: string;
  /** What this page says in the place of the usual sentence. */
  text?: string | undefined;
  /** What else is to be known, such as the tries that are left. */
  more?: string | undefined;
}

/** Says inline why something did not work, and takes the focus each time there is something new to say. */
export function Alert({ refusal, org, provider, text, more }: AlertProps) {
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new refusal is told anew, also when it reads the same
  useLayoutEffect(() => box.current?.focus(), [refusal]);
  return (
    <div class="notice bad" role="alert" tabIndex={-1} ref={box}>
      <Icon name="fail" />
      <p>
        {text ?? sentence(refusal, org, provider)} {more}
      </p>
      {refusal.ref && <p class="small muted">{say("reference", { ref: refusal.ref })}</p>}
    </div>
  );
}

/** Something to know, said once and without alarm. */
export function Note({ children }: { children: string }) {
  return (
    <div class="notice info" role="status">
      <Icon name="info" />
      <p>{children}</p>
    </div>
  );
}
