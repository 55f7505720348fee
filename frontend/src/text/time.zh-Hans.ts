import type { texts as en } from "./time.en.ts";
import type { Translation } from "./translation.ts";

/** How days and clocks are put together. */
export const texts = {
  full: "{day}{weekday} {time}（{zone}）",
  yesterday: "昨天 {time}",
  today: "今天 {time}",
  tomorrow: "明天 {time}",
  "within.yesterday": "昨天 {time}",
  "within.today": "今天 {time}",
  "within.tomorrow": "明天 {time}",
  "within.day-time": "{day} {time}",
  "day-time": "{day} {time}",
  zone: "{place}时间",
} as const satisfies Translation<typeof en>;
