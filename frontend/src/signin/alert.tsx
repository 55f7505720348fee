/** @jsxImportSource preact */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Refusal } from "../api/problem.ts";
import { Icon } from "./icons.tsx";
import { say } from "./texts/login.ts";

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
  const said = useSentence(refusal, org, provider);
  return (
    <div class="notice bad" role="alert" tabIndex={-1} ref={box}>
      <Icon name="fail" />
      <p>
        {text ?? said} {more}
      </p>
      {refusal.ref && <p class="small muted">{say("reference", { ref: refusal.ref })}</p>}
    </div>
  );
}

/** The sentence of a refusal, once the list of them has come. When it can't come, the server can't be reached. */
function useSentence(refusal: Refusal, org: string, provider: string): string {
  const [said, setSaid] = useState("");
  useEffect(() => {
    const failed = () => setSaid(say("unreachable"));
    if (refusal.code === "network") return failed();
    import("./screens/sentence.ts").then(({ sentence }) => setSaid(sentence(refusal, org, provider)), failed);
  }, [refusal, org, provider]);
  return said;
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
