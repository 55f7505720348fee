import { describe, expect, it } from "vitest";
import { faults } from "./translation.ts";

describe("a translation is refused", () => {
  const original = { plain: "To {org}", "tries.one": "1 try", "tries.other": "{count} tries of {org}" };
  const whole = { plain: "{org}", "tries.other": "{org} {count}" };
  it.each<[string, object, string, string[]]>([
    ["not when it is whole", whole, "zh", []],
    ["with a form missing", whole, "ar", ["zero", "one", "two", "few", "many"].map((one) => `tries.${one} is missing`)],
    ["with an id missing", { "tries.other": "{org}" }, "zh", ["plain is missing"]],
    ["with an id of its own", { ...whole, more: "x" }, "zh", ["more is too many"]],
    ["with an unknown name", { ...whole, plain: "{org} {x}" }, "zh", ["plain has other names: {org} {x}"]],
    ["with a name missing", { ...whole, plain: "x" }, "zh", ["plain has other names: x"]],
    ["with a mark that stays open", { ...whole, plain: "**{org}" }, "zh", ["plain has an open mark"]],
  ])("%s", (_, translated, tag, wrong) => expect(faults(original, translated, tag).sort()).toEqual(wrong.sort()));
});
