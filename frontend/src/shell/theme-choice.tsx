import { SegmentedControl, useMantineColorScheme } from "@mantine/core";
import { say } from "../text/app.ts";

/** The look of the pages in this browser: the system's, light or dark. It counts at once. */
export function ThemeChoice() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <fieldset>
      <legend className="small muted">{say("theme.label")}</legend>
      <SegmentedControl
        fullWidth
        styles={{ label: { paddingBlock: 8 } }}
        name="theme"
        value={colorScheme}
        onChange={setColorScheme}
        data={(["auto", "light", "dark"] as const).map((value) => ({ value, label: say(`theme.${value}`) }))}
      />
    </fieldset>
  );
}
