/** How days and clocks are put together. */
export const texts = {
  full: "{weekday} {day}, {time}, {zone}",
  yesterday: "Yesterday, {time}",
  today: "Today, {time}",
  tomorrow: "Tomorrow, {time}",
  "within.yesterday": "yesterday, {time}",
  "within.today": "today, {time}",
  "within.tomorrow": "tomorrow, {time}",
  "within.day-time": "{day}, {time}",
  "day-time": "{day}, {time}",
  zone: "{place} time",
} as const;
