import type { texts as en } from "./time.en.ts";
import type { Translation } from "./translation.ts";

/** How days and clocks are put together. */
export const texts = {
  full: "{weekday}, {day}, {time}, {zone}",
  yesterday: "Ayer, {time}",
  today: "Hoy, {time}",
  tomorrow: "Mañana, {time}",
  "within.yesterday": "ayer a las {time}",
  "within.today": "hoy a las {time}",
  "within.tomorrow": "mañana a las {time}",
  "within.day-time": "el {day} a las {time}",
  "day-time": "{day}, {time}",
  zone: "hora de {place}",
} as const satisfies Translation<typeof en>;
