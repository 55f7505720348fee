import language from "./language.en.json";
import { enumerated } from "./lists.ts";

/** "7 hours, 30 minutes" for 27000 seconds: hours and minutes, as the language counts them. */
export function lengthOfTime(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  const parts: [number, string][] = [
    [Math.floor(minutes / 60), "hour"],
    [minutes % 60, "minute"],
  ];
  const shown = parts.filter(([count]) => count > 0 || minutes === 0).slice(minutes === 0 ? 1 : 0);
  return enumerated(
    shown.map(([count, unit]) =>
      count.toLocaleString(language.tag, { style: "unit", unit, unitDisplay: "long" } as Intl.NumberFormatOptions),
    ),
  );
}
