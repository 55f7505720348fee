import { Box, Button, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { save } from "../browser/save.ts";
import { say } from "../text/app.ts";
import { Icon } from "./icons.tsx";
import { MenuBox } from "./menu-box.tsx";
import { ProblemAlert } from "./problem-alert.tsx";
import { useMenu } from "./use-menu.ts";

export type FileFormat = "csv" | "json" | "ndjson";

interface DownloadMenuProps<Format> {
  button: string;
  /** What is in the file. */
  label: string;
  /** The file's name without the day and the format. */
  name: string;
  formats: readonly Format[];
  /** Gets the file, as the person; throws the refusal. */
  fetchFile: (format: Format) => Promise<Blob>;
}

/** A button that saves a list as a file, in one of some formats. */
export function DownloadMenu<Format extends FileFormat>({
  button: words,
  label,
  name,
  formats,
  fetchFile,
}: DownloadMenuProps<Format>) {
  const { open, setOpen, button, box } = useMenu();
  const file = useMutation({
    mutationFn: async (format: Format) => {
      const day = new Date().toISOString().slice(0, 10);
      save(await fetchFile(format), `${name}-${day}.${format}`);
    },
  });
  function start(format: Format) {
    setOpen(false);
    button.current?.focus();
    if (!file.isPending) file.mutate(format);
  }
  return (
    <Stack gap={4} className="download">
      <Box pos="relative" {...box}>
        <Button
          ref={button}
          leftSection={<Icon name="get" />}
          aria-expanded={open}
          aria-controls="download-menu"
          aria-disabled={file.isPending || undefined}
          onClick={() => setOpen(!open && !file.isPending)}
        >
          {words}
        </Button>
        <MenuBox id="download-menu" open={open}>
          <p className="small muted">{label}</p>
          <ul>
            {formats.map((format) => (
              <li key={format}>
                <button type="button" onClick={() => start(format)}>
                  {say(`download.${format as FileFormat}`)}
                </button>
              </li>
            ))}
          </ul>
        </MenuBox>
      </Box>
      <p className="small muted" role="status">
        {file.isPending && say("download.running")}
        {file.isSuccess && say("download.done")}
      </p>
      {file.error && <ProblemAlert problem={file.error} />}
    </Stack>
  );
}
