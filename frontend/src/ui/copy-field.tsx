import { Box, Button, Stack } from "@mantine/core";
import { type ReactNode, useRef } from "react";
import { say } from "../text/app.ts";
import { Icon } from "./icons.tsx";
import { Sign } from "./result-icons.tsx";
import { useToast } from "./toasts.tsx";
import { useCopy } from "./use-copy.ts";

/** A value to take elsewhere: always whole, with a button that copies it. If the clipboard is refused, it is selected. */
export function CopyField({ label, value, hint }: { label: string; value: string; hint?: ReactNode }) {
  const field = useRef<HTMLElement>(null);
  const toast = useToast();
  const { copied, copy } = useCopy(
    value,
    () => toast(say("copy.said", { name: label })),
    () => {
      if (field.current) getSelection()?.selectAllChildren(field.current);
      toast(say("copy.selected", { name: label }));
    },
  );
  return (
    <Stack gap={4} className="field">
      <Box component="p" fw={600}>
        {label}
      </Box>
      <div className="with-button">
        <code ref={field} className="given">
          {value}
        </code>
        <Button miw="6.25rem" leftSection={copied ? <Sign sign="passed" /> : <Icon name="copy" />} onClick={copy}>
          {say(copied ? "copy.done" : "copy.button")}
          <span className="vh"> {label}</span>
        </Button>
      </div>
      {hint && <p className="small muted">{hint}</p>}
    </Stack>
  );
}
