import { describe, expect, it } from "vitest";
import { compiled } from "./messages.ts";

describe("a message of a catalogue", () => {
  it("with values is carried as it is written", () => {
    const texts = { a: "{provider}'s clock isn't right. Use **{name}** > {host}, \u200f\u00a0 #1", b: ["{x}", ""] };
    expect(compiled(texts)).toEqual(texts);
  });

  it("that goes by a number is a text for each form", () => {
    const tries = "After {count, plural, one {one try} other {# tries}} by {name}";
    expect(compiled({ wait: { tries } })).toEqual({
      wait: { "tries.one": "After one try by {name}", "tries.other": "After {count} tries by {name}" },
    });
  });

  it("is unquoted as translators' tools quote it", () =>
    expect(compiled({ a: "it''s '{' here", b: "{count, plural, other {'#'#}}" })).toEqual({
      a: "it's { here",
      "b.other": "#{count}",
    }));

  it("is left alone where it is no text", () =>
    expect(compiled({ id: "{", copy: ["{"] })).toEqual({ id: "{", copy: ["{"] }));

  it.each([
    ["a brace that stays open", "To {org"],
    ["a date, which the page can't write", "{day, date, short}"],
    ["a choice between words", "{who, select, me {You} other {They}}"],
    ["a choice by another number", "{people, plural, other {#}}"],
    ["an ordinal", "{count, selectordinal, other {#th}}"],
    ["a choice without the form for all others", "{count, plural, one {1}}"],
    ["a number of its own", "{count, plural, =0 {none} other {#}}"],
    ["a second choice", "{count, plural, other {#}} {count, plural, other {#}}"],
    ["what would be read as a name", "'{name}'"],
  ])("is refused with %s, by its place", (_, message) => {
    expect(() => compiled({ page: { one: message } })).toThrow(/^page\/one: /);
    expect(() => compiled({ page: [message] })).toThrow(/^page\/0: /);
  });
});
