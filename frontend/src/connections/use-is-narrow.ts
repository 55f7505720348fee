import { useMediaQuery } from "@mantine/hooks";

/** Whether there is no room for the guide beside the form. */
export function useIsNarrow(): boolean {
  return useMediaQuery("(max-width: 960px)", false, { getInitialValueInEffect: false });
}
