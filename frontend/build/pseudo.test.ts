import { describe, expect, it } from "vitest";
import { pseudo, pseudoTexts } from "./pseudo.ts";

describe("the language of the tests", () => {
  it("has accents, more room and brackets around each text", () => {
    expect(pseudo("Sign in")).toBe("⟦Šîĝñ îñ ~ ~⟧");
    const text = "Sessions have a fixed maximum length, so this one can't be extended.";
    expect(pseudo(text).length / text.length).toBeGreaterThan(1.35);
  });

  it("keeps values in braces and the marks of bold words", () => {
    expect(pseudo("Open **{name}**")).toBe("⟦Öþéñ **{name}** ~ ~⟧");
  });

  it("leaves nothing as nothing", () => expect(pseudo("")).toBe(""));

  it("changes every text of a catalogue, and nothing that is no text", () => {
    const guide = { id: "O1", title: "To", steps: [{ menu: [null, "To"], ringed: true }] };
    expect(pseudoTexts(guide, ["id"])).toEqual({
      id: "O1",
      title: "⟦Ţö ~⟧",
      steps: [{ menu: [null, "⟦Ţö ~⟧"], ringed: true }],
    });
  });
});
