import type { texts as en } from "./time.en.ts";
import type { Translation } from "./translation.ts";

/** How days and clocks are put together. */
export const texts = {
  full: "{weekday} {day}، {time}، {zone}",
  yesterday: "أمس، {time}",
  today: "اليوم، {time}",
  tomorrow: "غدًا، {time}",
  "within.yesterday": "أمس، {time}",
  "within.today": "اليوم، {time}",
  "within.tomorrow": "غدًا، {time}",
  "within.day-time": "{day}، {time}",
  "day-time": "{day}، {time}",
  zone: "توقيت {place}",
} as const satisfies Translation<typeof en>;
