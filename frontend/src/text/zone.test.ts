import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as formatters from "./time.ts";
import { browserZone, knownZones, momentOf, setZoneOf, wallOf, zoneName } from "./zone.ts";

const { fullTime, shortTime } = formatters;
const browser = zoneName();
const now = new Date("2026-11-09T15:30:00Z");
const { zone, zonePlace, shortDay, longDay, ...ofMoments } = formatters;
afterEach(() => setZoneOf({}));

describe("the reader's zone", () => {
  it("is the browser's unless one was chosen that the browser knows", () => {
    for (const timeZone of ["", "Mars/Olympus", "Europe/Madrid'"]) {
      setZoneOf({ timeZone });
      expect(zoneName()).toBe(browser);
    }
    setZoneOf({ timeZone: "Europe/Madrid" });
    expect(zoneName()).toBe("Europe/Madrid");
  });

  it("decides the clock and the day of every time", () => {
    setZoneOf({ timeZone: "Asia/Tokyo" });
    const at = new Date("2026-11-09T15:30:00Z");
    expect(fullTime(at)).toBe("Tuesday 10 November 2026, 00:30, Tokyo time");
    expect(shortTime(at, new Date("2026-11-10T14:59:00Z"))).toBe("Today, 00:30");
    expect(shortTime(at, new Date("2026-11-10T15:00:00Z"))).toBe("Yesterday, 00:30");
  });

  it.each([
    ["2026-01-15T08:00:00Z", 9, 0],
    ["2026-07-15T08:00:00Z", 10, 0],
    ["2026-03-29T00:59:00Z", 1, 59],
    ["2026-03-29T01:00:00Z", 3, 0],
    ["2026-10-25T01:30:00Z", 2, 30],
  ])("shows a clock that changes with the season, and reads it back: %s in Madrid", (iso, hour, minute) => {
    setZoneOf({ timeZone: "Europe/Madrid" });
    const wall = wallOf(new Date(iso));
    expect(wall).toMatchObject({ hour, minute });
    expect(wallOf(momentOf(wall))).toEqual(wall);
  });

  it.each(["Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati", "UTC"])(
    "reads a clock back in %s",
    (timeZone) => {
      setZoneOf({ timeZone });
      const wall = { year: 2026, month: 12, day: 31, hour: 23, minute: 59 };
      expect(wallOf(momentOf(wall))).toEqual(wall);
      expect(wallOf(momentOf({ ...wall, day: 32, hour: 0 }))).toMatchObject({ year: 2027, month: 1, day: 1, hour: 0 });
    },
  );

  it("can be chosen among many", () => expect(knownZones()).toContain("Europe/Madrid"));
});

describe("a browser that names its zone at once", () => {
  const named = (zone: string) => vi.stubGlobal("Temporal", { Now: { timeZoneId: () => zone } });

  it("makes no formatter for its zone, nor for what its own clock shows", () => {
    named("Africa/Nairobi");
    const made = vi.spyOn(Intl, "DateTimeFormat");
    expect([browserZone(), zoneName()]).toEqual(["Africa/Nairobi", "Africa/Nairobi"]);
    // The clock of the tests is that of UTC, whatever the zone is said to be.
    expect(wallOf(now)).toEqual({ year: 2026, month: 11, day: 9, hour: 15, minute: 30 });
    expect(made).not.toHaveBeenCalled();
  });

  it("tells the times of the zone that the reader chose, and UTC where it knows none", () => {
    named("Etc/Unknown");
    expect(browserZone()).toBe("UTC");
    setZoneOf({ timeZone: "Asia/Tokyo" });
    expect(wallOf(now)).toMatchObject({ day: 10, hour: 0 });
  });
});

describe("F3: what the browser or the server says of a zone", () => {
  beforeEach(() => {
    vi.stubGlobal("Temporal", undefined);
  });

  it.each(["Etc/Unknown", "", "undefined", "null", "Mars/Olympus", "Europe/Madrid\u0000", undefined, null, 7, {}])(
    "is checked before it is used: %s",
    (odd) => {
      browserSays(odd);
      for (const timeZone of ["Etc/Unknown", odd as string]) {
        setZoneOf({ timeZone });
        expect([browserZone(), zoneName(), zone(), zonePlace()]).toEqual(["UTC", "UTC", "UTC", "UTC"]);
        expect(fullTime(now)).toBe("Monday 9 November 2026, 15:30, UTC");
        for (const [name, say] of Object.entries(ofMoments)) expect(say(now, now), name).toMatch(/\d/);
        expect(momentOf(wallOf(now))).toEqual(now);
      }
    },
  );

  it("is UTC where the browser can't even tell its zone, or does not list the ones it knows", () => {
    vi.spyOn(Intl.DateTimeFormat.prototype, "resolvedOptions").mockImplementation(() => {
      throw new RangeError("no zone");
    });
    vi.spyOn(Intl, "supportedValuesOf").mockImplementation(() => {
      throw new TypeError("not there");
    });
    expect([browserZone(), knownZones()]).toEqual(["UTC", []]);
    expect(shortTime(now, now)).toBe("Today, 15:30");
  });

  it.each([
    ["Etc/GMT+5", "GMT-5", "GMT-5", "10:30"],
    ["CET", "CET", "CET", "16:30"],
    ["Etc/UCT", "UTC", "UTC", "15:30"],
    ["GMT", "UTC", "UTC", "15:30"],
    ["America/Argentina/Buenos_Aires", "Buenos Aires", "Buenos Aires time", "12:30"],
  ])("is named as what its clock shows: %s", (timeZone, place, name, time) => {
    setZoneOf({ timeZone });
    expect([zonePlace(), zone(), formatters.clock(now)]).toEqual([place, name, time]);
  });
});

describe("F3: a time that is none", () => {
  it.each(["", "undefined", "2026-13-40T99:99:99Z", "null"])("is a dash in every form: %s", (text) => {
    const at = new Date(text);
    for (const [name, say] of Object.entries(ofMoments))
      expect(say(at, now), name).toBe(name === "isoTime" ? undefined : "-");
    expect([shortDay(text), longDay(text)]).toEqual(["-", "-"]);
  });
});

/** The browser names its zone so, and can tell the time in no zone of that name. */
function browserSays(timeZone: unknown): void {
  const options = new Intl.DateTimeFormat().resolvedOptions();
  vi.spyOn(Intl.DateTimeFormat.prototype, "resolvedOptions").mockReturnValue({ ...options, timeZone } as never);
}
