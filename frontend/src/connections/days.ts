import { isoTime } from "../text/time.ts";

/** The day of a moment, as a date field has it. Days of secrets are UTC, so that everybody sees the same one. */
export function toDay(moment: string | null): string {
  return (moment && isoTime(new Date(moment))?.slice(0, 10)) || "";
}

/** The begin of a day, so that nothing lasts longer than it was promised. */
export function toMoment(day: string): string {
  return `${day}T00:00:00Z`;
}

/** So many days after a moment, as a date field has it. */
export function dayAfter(now: Date, days: number): string {
  return new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
}
