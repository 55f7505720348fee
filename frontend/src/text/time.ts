import { dateFormat } from "./formats.ts";
import language from "./language.en.json";
import { speaker } from "./say.ts";
import texts from "./time.en.json";
import { wallOf, zoneName } from "./zone.ts";
import { currentName } from "./zone-names.ts";

const say = speaker(texts);

/** What stands for a time that is none. */
const unknown = "-";

/** "Monday 9 November 2026, 09:14, Madrid time": a moment, said in full in the reader's own zone. */
export function fullTime(at: Date): string {
  if (!isTime(at)) return unknown;
  return say("full", { weekday: part(at, { weekday: "long" }), day: day(at), time: clock(at), zone: zone() });
}

/** "Today, 09:14", "Yesterday, 18:02", "Tomorrow, 06:00", else "3 August 2026, 09:14". */
export function shortTime(at: Date, now: Date): string {
  if (!isTime(at)) return unknown;
  const near = nearDay(at, now);
  return near ? say(near, { time: clock(at) }) : dayAndTime(at);
}

/** As shortTime, within a sentence: "today, 09:14". */
export function timeInSentence(at: Date, now: Date): string {
  if (!isTime(at)) return unknown;
  const near = nearDay(at, now);
  return near ? say(`within.${near}`, { time: clock(at) }) : say("within.day-time", { day: day(at), time: clock(at) });
}

/** "9 November 2026, 09:14" in the reader's own zone. */
export function dayTime(at: Date): string {
  return isTime(at) ? dayAndTime(at) : unknown;
}

/** "09:14" in the reader's own zone. */
export function clock(at: Date): string {
  return part(at, { hour: "2-digit", minute: "2-digit" });
}

/** "09:14:02" of today, "9 Nov, 09:14:02" of another day of this year, else "9 Nov 2025, 09:14:02". */
export function logTime(at: Date, now: Date): string {
  const second = exactClock(at);
  if (!isTime(at)) return second;
  if (daysBetween(at, now) === 0) return second;
  const year = wallOf(at).year === wallOf(now).year ? {} : ({ year: "numeric" } as const);
  return say("day-time", { day: part(at, { day: "numeric", month: "short", ...year }), time: second });
}

/** "09:14:02" in the reader's own zone. */
export function exactClock(at: Date): string {
  return part(at, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
}

/** "9 Nov" for "2026-11-09", a day that is in no zone. */
export function shortDay(iso: string): string {
  return part(new Date(`${iso}T00:00:00Z`), { day: "numeric", month: "short", timeZone: "UTC" });
}

/** "9 November 2026" for "2026-11-09", a day that is in no zone. */
export function longDay(iso: string): string {
  return part(new Date(`${iso}T00:00:00Z`), { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}

/** A moment as programs read it (ISO 8601); nothing for a time that is none. */
export function isoTime(at: Date): string | undefined {
  return isTime(at) ? at.toISOString() : undefined;
}

/** "Madrid time" for Europe/Madrid; what is no place, such as "UTC", stays as it is. */
export function zone(): string {
  const place = zonePlace();
  return hasPlace(zoneName()) ? say("zone", { place }) : place;
}

/** "Madrid" for Europe/Madrid, "UTC" for UTC and its other names, "GMT-5" for Etc/GMT+5, "CET" for itself. The reader's zone, unless another is given. */
export function zonePlace(zone = zoneName()): string {
  const name = currentName(zone);
  if (isUTC.test(name)) return "UTC";
  if (hasPlace(name)) return placeInOwnLetters(name) ?? name.slice(name.lastIndexOf("/") + 1).replaceAll("_", " ");
  // In the names of Etc the sign is the other way round (POSIX).
  return name.replace(/^Etc\//, "").replace(/[+-]/, (sign) => (name.startsWith("Etc/") ? (turned[sign] ?? "") : sign));
}

/** The place in a language that does not write in Latin letters, as the browser calls it: "توقيت نيويورك" without the word for time. */
function placeInOwnLetters(zone: string): string | undefined {
  if (new Intl.Locale(language.tag).maximize().script === "Latn") return undefined;
  const parts = dateFormat(language.tag, { timeZone: zone, timeZoneName: "shortGeneric" }).formatToParts();
  const name = parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [before = "", after = ""] = texts.zone.split("{place}");
  const isOfPlace = name.startsWith(before) && name.endsWith(after);
  return isOfPlace ? name.slice(before.length, name.length - after.length) : undefined;
}

/** "3 August 2026". */
export function day(at: Date): string {
  return part(at, { day: "numeric", month: "long", year: "numeric" });
}

function part(at: Date, options: Intl.DateTimeFormatOptions): string {
  if (!isTime(at)) return unknown;
  return dateFormat(language.tag, { timeZone: zoneName(), ...options }).format(at);
}

function dayAndTime(at: Date): string {
  return say("day-time", { day: day(at), time: clock(at) });
}

const isUTC = /^(Etc\/)?(UTC|UCT|Universal|Zulu|Greenwich|GMT([+-]?0)?)$/;
const turned: Record<string, string> = { "+": "-", "-": "+" };

function hasPlace(zone: string): boolean {
  return zone.includes("/") && !zone.startsWith("Etc/");
}

function isTime(at: Date): boolean {
  return !Number.isNaN(at.getTime());
}

/** The day that has a name of its own, seen from now. */
function nearDay(at: Date, now: Date): "yesterday" | "today" | "tomorrow" | undefined {
  return (["yesterday", "today", "tomorrow"] as const)[daysBetween(now, at) + 1];
}

/** Calendar days from one moment to another, in the reader's zone. */
function daysBetween(from: Date, to: Date): number {
  const midnight = (at: Date) => {
    const { year, month, day } = wallOf(at);
    return Date.UTC(year, month - 1, day);
  };
  return Math.round((midnight(to) - midnight(from)) / 86_400_000);
}
