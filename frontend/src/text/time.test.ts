import { describe, expect, it } from "vitest";
import { clock, fullTime, logTime, longDay, shortDay, shortTime, timeInSentence, zone } from "./time.ts";

const at = new Date(2026, 10, 9, 9, 14);

describe("times in the reader's zone", () => {
  it("are said in full with the zone", () => expect(fullTime(at)).toBe(`Monday 9 November 2026, 09:14, ${zone()}`));
  it("are said as a clock", () => expect(clock(at)).toBe("09:14"));
  it.each([
    [new Date(2026, 10, 9, 23, 59), "Today, 09:14"],
    [new Date(2026, 10, 10, 0, 1), "Yesterday, 09:14"],
    [new Date(2026, 10, 8, 23, 59), "Tomorrow, 09:14"],
    [new Date(2026, 10, 20), "9 November 2026, 09:14"],
  ])("are said by the day, seen from %s", (now, text) => expect(shortTime(at, now)).toBe(text));
  it("begin small within a sentence", () => expect(timeInSentence(at, at)).toBe("today, 09:14"));
  it.each([
    [new Date(2026, 10, 9, 23, 59), "09:14:00"],
    [new Date(2026, 10, 10), "9 Nov, 09:14:00"],
    [new Date(2027, 0, 1), "9 Nov 2026, 09:14:00"],
  ])("are said to the second in a log, seen from %s", (now, text) => expect(logTime(at, now)).toBe(text));
  it("do not move a day that is in no zone", () =>
    expect([shortDay("2026-11-09"), longDay("2026-11-09")]).toEqual(["9 Nov", "9 November 2026"]));
});
