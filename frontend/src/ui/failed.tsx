import { Button, Stack } from "@mantine/core";
import { say } from "../text/app.ts";
import { ProblemAlert } from "./problem-alert.tsx";

interface FailedProps {
  problem: unknown;
  onAgain: () => void;
}

/** Inside a card whose content did not come: why, and another try. */
export function Failed({ problem, onAgain }: FailedProps) {
  return (
    <Stack gap="sm" px="pad" py="lg">
      <ProblemAlert problem={problem} />
      <div>
        <Button onClick={onAgain}>{say("failed.again")}</Button>
      </div>
    </Stack>
  );
}

/** The same in the place of a card. */
export function FailedCard(props: FailedProps) {
  return (
    <section className="card">
      <Failed {...props} />
    </section>
  );
}
