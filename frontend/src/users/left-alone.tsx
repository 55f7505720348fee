import type { components } from "../api/schema.gen.ts";
import { say } from "./texts/users.ts";

/** How many people stay as they are, and why. */
export function LeftAlone({ counts }: { counts: components["schemas"]["UserBulkCount"][] }) {
  if (counts.length === 0) return null;
  return (
    <ul className="small">
      {counts.map(({ code, people }) => (
        <li key={code}>{say.count(`left.${code}`, people)}</li>
      ))}
    </ul>
  );
}
