import { Box, Skeleton, Stack } from "@mantine/core";
import type { ReactNode } from "react";

/** In the place of a list: what would be here, and why it is empty. */
export function Empty({ title, why, children }: { title: string; why: string; children?: ReactNode }) {
  return (
    <Stack gap="xs" px="pad" py="lg" align="flex-start">
      <Box component="h2" fz="sm" lh="sm">
        {title}
      </Box>
      <p className="muted">{why}</p>
      {children}
    </Stack>
  );
}

/** Rows to come, as high as they will be. */
export function RowsToCome() {
  return (
    <Stack gap={21} px="lg" py={10} aria-hidden="true">
      {[1, 2, 3, 4, 5, 6, 7, 8].map((row) => (
        <Skeleton key={row} h={40} />
      ))}
    </Stack>
  );
}
