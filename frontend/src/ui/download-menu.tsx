import { Box, Button, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { save } from "../browser/save.ts";
import { say } from "../text/app.ts";
import { Icon } from "./icons.tsx";
import { MenuBox } from "./menu-box.tsx";
import { ProblemAlert } from "./problem-alert.tsx";
import { useMenu } from "./use-menu.ts";

export type FileFormat = "csv" | "json";

interface DownloadMenuProps {
  button: string;
  /** What is in the file. */
  label: string;
  /** The file's name without the day and the format. */
  name: string;
  /** Gets the file, as the person; throws the refusal. */
  fetchFile: (format: FileFormat) => Promise<Blob>;
}

/** A button that saves a list as a file, in one of two formats. */
export function DownloadMenu({ button: words, label, name, fetchFile }: DownloadMenuProps) {
  const { open, setOpen, button, box } = useMenu();
  const file = useMutation({
    mutationFn: async (format: FileFormat) => {
      const day = new Date().toISOString().slice(0, 10);
      save(await fetchFile(format), `${name}-${day}.${format}`);
    },
  });
  function start(format: FileFormat) {
    setOpen(false);
    button.current?.focus();
    if (!file.isPending) file.mutate(format);
  }
  return (
    <Stack gap={4} maw="20rem" className="download">
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
            {(["csv", "json"] as const).map((format) => (
              <li key={format}>
                <button type="button" onClick={() => start(format)}>
                  {say(`download.${format}`)}
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
