import { describe, expect, it } from "vitest";
import { matching, zoneChoices } from "./zones.ts";

describe("time zones", () => {
  const all = zoneChoices("Mars/Olympus");
  const found = (typed: string) => matching(all, typed).map(({ value }) => value);

  it.each([
    ["a city", "são paulo", ["America/Sao_Paulo"]],
    ["an old name", "Kiev", ["Europe/Kyiv"]],
    ["the name of today", "kyiv", ["Europe/Kyiv"]],
    ["how far they are from UTC", "+5:45", ["Asia/Kathmandu"]],
    ["offset and region", "GMT-10 pacific/h", ["Pacific/Honolulu"]],
    ["a name that this browser does not list", "olympus", ["Mars/Olympus"]],
    ["nothing that there is", "atlantis", []],
  ])("are found by %s", (_, typed, expected) => expect(found(typed)).toEqual(expected));

  it("of one hour are not those of ten", () => {
    const near = matching(all, "utc+1 ");
    expect(near.map(({ value }) => value)).toContain("Africa/Lagos");
    expect(new Set(near.map(({ offset }) => offset))).toEqual(new Set(["UTC+01:00"]));
  });

  it("are all there while nothing is typed, the browser's first", () => {
    expect(found(" ")).toHaveLength(all.length);
    expect(all[0]).toMatchObject({ value: "", label: expect.stringMatching(/^Same as the browser/) });
  });
});
