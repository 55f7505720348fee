import { Paper } from "@mantine/core";
import type { ReactNode } from "react";
import { useEverOpen } from "./use-ever-open.ts";

/** What a button opens below itself. */
export function MenuBox({ id, open, children }: { id: string; open: boolean; children: ReactNode }) {
  const isDrawn = useEverOpen(open);
  return (
    <Paper
      id={id}
      className="menu"
      display={open ? "grid" : "none"}
      pos="absolute"
      top="calc(100% + 4px)"
      w="max-content"
      miw="13rem"
      maw="calc(100vw - 2rem)"
      bg="var(--raised)"
      withBorder
      shadow="sm"
      radius="sm"
      style={{ zIndex: 4 }}
    >
      {isDrawn && children}
    </Paper>
  );
}
