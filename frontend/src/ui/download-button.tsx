import { Button, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { save } from "../browser/save.ts";
import { say } from "../text/app.ts";
import { Icon } from "./icons.tsx";
import { ProblemAlert } from "./problem-alert.tsx";

interface DownloadButtonProps {
  /** The file's name without the day. */
  name: string;
  /** Gets the file, as the person; throws the refusal. */
  fetchFile: () => Promise<Blob>;
  children: ReactNode;
}

/** A button that saves a list as a CSV file. */
export function DownloadButton({ name, fetchFile, children }: DownloadButtonProps) {
  const file = useMutation({
    mutationFn: async () => save(await fetchFile(), `${name}-${new Date().toISOString().slice(0, 10)}.csv`),
  });
  return (
    <Stack gap={4} className="download">
      <Button
        leftSection={<Icon name="get" />}
        aria-disabled={file.isPending || undefined}
        onClick={() => file.isPending || file.mutate()}
      >
        {children}
      </Button>
      <p className="small muted" role="status">
        {file.isPending && say("download.running")}
        {file.isSuccess && say("download.done")}
      </p>
      {file.error && <ProblemAlert problem={file.error} />}
    </Stack>
  );
}
