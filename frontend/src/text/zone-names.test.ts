import { expect, it } from "vitest";
import { zonePlace } from "./time.ts";
import { knownZones, offsetOf } from "./zone.ts";
import { currentName } from "./zone-names.ts";

it("zones are called as they are today", () => {
  expect(["Europe/Kiev", "Asia/Calcutta", "Europe/Madrid"].map(currentName)).toEqual([
    "Europe/Kyiv",
    "Asia/Kolkata",
    "Europe/Madrid",
  ]);
  expect(zonePlace("Europe/Kiev")).toBe("Kyiv");
  const retired = /Calcutta|Kiev|Saigon|Godthab|Rangoon|Katmandu|Faeroe/;
  expect(
    knownZones()
      .map(currentName)
      .filter((zone) => retired.test(zone)),
  ).toEqual([]);
});

it("their clocks are as far from UTC as they are at that moment", () => {
  const [winter, summer] = [new Date("2026-01-15T12:00:00Z"), new Date("2026-07-15T12:00:00Z")];
  expect(offsetOf("Asia/Kolkata", winter)).toBe("UTC+05:30");
  expect([offsetOf("Europe/Madrid", winter), offsetOf("Europe/Madrid", summer)]).toEqual(["UTC+01:00", "UTC+02:00"]);
  expect(offsetOf("UTC", winter)).toBe("UTC");
  expect(offsetOf("Mars/Olympus")).toBeUndefined();
});
