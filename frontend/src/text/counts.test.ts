import { describe, expect, it } from "vitest";

// Chinese has one form for every number.
const pages = import.meta.glob<unknown>(["../**/*.{en,es,ar}.json", "!../**/glossary.*", "!../connections/guides/*"], {
  eager: true,
  import: "default",
});
const texts = Object.entries(pages).flatMap(([path, value]) => flat(value, path));

function flat(value: unknown, path: string): [place: string, text: string][] {
  if (typeof value === "string") return [[path, value]];
  return Object.entries(value ?? {}).flatMap(([name, one]) => flat(one, `${path}/${name}`));
}

/** Names in texts that stand for how many there are. */
const numbers =
  /\{(count|people|linked|silent|ask|refused|unknown|click|total|all|seconds|ms|s|finished|asked|failed|notReturned|waiting|sent|started|done)\}/g;
/** The text is one of several, chosen by {count}. */
const chosen = /\.(zero|one|two|few|many|other)$/;
// No word goes by a number that ends a part of a sentence, has a unit behind it, or is a total.
const followed = /^(\s*($|[.,;:)،؛])| (s|ms|ث|مللي|of|de|من|in all)(?![\p{L}]))/u;
const preceded = /(: ?|[(+]|\sمن )$/u;

/** Whether the words around each number are right whatever it is. */
function isRightForAll(place: string, text: string): boolean {
  return [...text.matchAll(numbers)].every(({ 0: name, index }) => {
    if (name === "{count}" && chosen.test(place)) return true;
    return followed.test(text.slice(index + name.length)) || preceded.test(text.slice(0, index));
  });
}

describe("a text with a number", () => {
  it("goes by the number, or reads the same for each", () => {
    expect(texts.filter(([place, text]) => !isRightForAll(place, text))).toEqual([]);
  });

  it.each([
    ["a.one", "{count} person", true],
    ["a", "{count} people", false],
    ["a", "People: {count}", true],
    ["a.one", "1 person, {ask} confirm once", false],
    ["a.one", "1 person. Confirm once: {ask}.", true],
    ["a.other", "{count} of {people} active people", false],
  ])("is told apart: %s, %s", (place, text, right) => expect(isRightForAll(place, text)).toBe(right));
});
