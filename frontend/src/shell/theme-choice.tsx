import { useMantineColorScheme } from "@mantine/core";
import { say } from "../text/app.ts";

/** The look of the pages in this browser: the system's, light or dark. It counts at once. */
export function ThemeChoice() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <fieldset className="theme-choice">
      <legend>{say("theme.label")}</legend>
      {(["auto", "light", "dark"] as const).map((theme) => (
        <label key={theme}>
          <input
            className="vh"
            type="radio"
            name="theme"
            checked={theme === colorScheme}
            onChange={() => setColorScheme(theme)}
          />
          <span>{say(`theme.${theme}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}
