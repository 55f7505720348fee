import { Button } from "@mantine/core";
import { ProblemAlert } from "./problem-alert.tsx";

/** Inside a card whose content did not come: why, and another try. */
export function Failed({ problem, again, onAgain }: { problem: unknown; again: string; onAgain: () => void }) {
  return (
    <div className="not-shown">
      <ProblemAlert problem={problem} />
      <Button onClick={onAgain}>{again}</Button>
    </div>
  );
}
