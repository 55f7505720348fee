import { Button, Group, Progress, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { DownloadButton } from "../ui/download-button.tsx";
import { ProblemAlert } from "../ui/problem-alert.tsx";

interface WorkProgressProps {
  /** What is done, or how it ended; said to screen readers when it changes. */
  title: string;
  /** How far it is, in percent, and what the bar is called. */
  percent: number;
  label: string;
  far: string;
  /** The words of the button that cancels, and what it does; nothing when the work is over. */
  cancel?: { words: string; act: () => Promise<unknown> } | undefined;
  /** When it is over. */
  report?: { words: string; name: string; fetchFile: () => Promise<Blob> } | undefined;
  /** What else can be done when it is over. */
  actions?: ReactNode;
  children?: ReactNode;
}

/** Work on many people that goes on without this page: how far it is, and afterwards its report. */
export function WorkProgress({ title, percent, label, far, cancel, report, actions, children }: WorkProgressProps) {
  const cancelling = useMutation({ mutationFn: async () => cancel?.act() });
  return (
    <Stack gap="xs">
      <div role="status">
        <h2>{title}</h2>
      </div>
      <Progress value={percent} aria-label={label} size="lg" />
      <p>{far}</p>
      {children}
      {cancelling.error && <ProblemAlert problem={cancelling.error} />}
      <Group gap="xs" align="flex-start">
        {cancel && <Button onClick={() => cancelling.isPending || cancelling.mutate()}>{cancel.words}</Button>}
        {report && (
          <DownloadButton name={report.name} fetchFile={report.fetchFile}>
            {report.words}
          </DownloadButton>
        )}
        {actions}
      </Group>
    </Stack>
  );
}
