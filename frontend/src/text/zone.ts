import { dateFormat } from "./formats.ts";

/** What not every browser has yet. */
interface Newer {
  Temporal?: { Now: { timeZoneId: () => string } };
}

/** A calendar day and a clock, in no zone. The month counts from 1. */
export interface Wall {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

/** The zone of a reader whose own is not known. */
const fallback = "UTC";

// The one place that knows the reader's zone: every time on every screen goes by it.
let chosen: string | undefined;

/** Sets the zone that the reader chose; without one, or with one that this browser does not know, it is the browser's. */
export function setZoneOf(user: { timeZone?: string | undefined }): void {
  chosen = known(user.timeZone);
}

/** The reader's zone, such as Europe/Madrid. */
export function zoneName(): string {
  return chosen ?? browserZone();
}

/** The zone of the browser; UTC where it names one that it can't tell the time in, as Etc/Unknown. */
export function browserZone(): string {
  return ownZone() ?? known(attempt(() => dateFormat().resolvedOptions().timeZone)) ?? fallback;
}

/** The zone of a browser that names it at once: for a formatter that tells it, a slow phone takes a tenth of a second. */
function ownZone(): string | undefined {
  const named = attempt(() => (globalThis as Newer).Temporal?.Now.timeZoneId());
  return named === "Etc/Unknown" ? undefined : named;
}

/** The zones that this browser knows; none where it does not list them. */
export function knownZones(): string[] {
  return attempt(() => Intl.supportedValuesOf("timeZone")) ?? [];
}

/** How far a zone is from UTC at a moment, "UTC+05:30"; nothing for one that this browser does not know. */
export function offsetOf(zone: string, at = new Date()): string | undefined {
  // Not kept: the list of zones asks once for each of hundreds.
  const format = () => new Intl.DateTimeFormat("en-GB", { timeZone: zone, timeZoneName: "longOffset" });
  const name = attempt(() => format().formatToParts(at))?.find(({ type }) => type === "timeZoneName")?.value;
  return name?.replace("GMT", "UTC").replace(/\+00:00$/, "");
}

/** What calendar and clock of the reader show at a moment. */
export function wallOf(at: Date): Wall {
  if (!chosen && ownZone())
    return {
      year: at.getFullYear(),
      month: at.getMonth() + 1,
      day: at.getDate(),
      hour: at.getHours(),
      minute: at.getMinutes(),
    };
  const parts = dateFormat("en-GB", {
    timeZone: zoneName(),
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  }).formatToParts(at);
  const read = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  return { year: read("year"), month: read("month"), day: read("day"), hour: read("hour"), minute: read("minute") };
}

/** The moment at which the reader's calendar and clock show this; a day beyond the month's end is one of the next. */
export function momentOf(wall: Wall): Date {
  const asUTC = fromWall(wall);
  // The zone's distance from UTC differs before and after a change of the clocks, so the first answer is looked at again.
  const first = asUTC - distance(asUTC);
  return new Date(asUTC - distance(first));
}

function distance(at: number): number {
  const minute = 60_000;
  return fromWall(wallOf(new Date(at))) - Math.floor(at / minute) * minute;
}

function fromWall({ year, month, day, hour, minute }: Wall): number {
  return Date.UTC(year, month - 1, day, hour, minute);
}

/** A zone as it came from the server or the browser, if the browser can tell the time in it. */
function known(zone: unknown): string | undefined {
  if (typeof zone !== "string" || zone === "") return undefined;
  return attempt(() => dateFormat("en-GB", { timeZone: zone }).format() && zone);
}

/** What Intl says, or nothing where it throws or is not there. */
function attempt<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}
