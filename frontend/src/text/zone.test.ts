import { afterEach, describe, expect, it } from "vitest";
import { fullTime, shortTime } from "./time.ts";
import { knownZones, momentOf, setZoneOf, wallOf, zoneName } from "./zone.ts";

const browser = zoneName();
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
