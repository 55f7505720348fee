import { say } from "../text/app.ts";
import { differing } from "./differing.ts";

/** What was expected over what was received; where there are both, the part that differs is marked. */
export function Versus({ expected, received }: { expected: string | null; received: string | null }) {
  if (!expected && !received) return null;
  const [expectedParts, receivedParts] = differing(expected ?? "", received ?? "");
  return (
    <dl className="versus">
      {expected && <Side name={say("versus.expected")} parts={expectedParts} />}
      {received && <Side name={say("versus.received")} parts={receivedParts} />}
    </dl>
  );
}

function Side({ name, parts: [before, differs, after] }: { name: string; parts: [string, string, string] }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <code>
          {before}
          {differs && <mark>{differs}</mark>}
          {after}
        </code>
      </dd>
    </div>
  );
}
