import { describe, expect, it } from "vitest";
import { clock, fullTime, shortTime, zone } from "./time.ts";

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
});
