import { Group } from "@mantine/core";
import type { ReactNode } from "react";

/** The foot of a form: what saves it, and what else may be done instead. It stays in sight. */
export function SaveBar({ children }: { children: ReactNode }) {
  return (
    <Group
      component="footer"
      className="save-bar"
      gap="xs"
      px="pad"
      py="md"
      pos="sticky"
      bottom={0}
      bg="var(--surface)"
      style={{ zIndex: 3 }}
    >
      {children}
    </Group>
  );
}
