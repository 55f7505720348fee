import { Button, Stack } from "@mantine/core";
import { ProblemAlert } from "./problem-alert.tsx";

/** Inside a card whose content did not come: why, and another try. */
export function Failed({ problem, again, onAgain }: { problem: unknown; again: string; onAgain: () => void }) {
  return (
    <Stack gap="sm" px="pad" py="lg">
      <ProblemAlert problem={problem} />
      <div>
        <Button onClick={onAgain}>{again}</Button>
      </div>
    </Stack>
  );
}
