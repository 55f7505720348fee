import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** An idea, the one word that a language has for it here, and what is not said: regular expressions. */
interface Entry {
  idea: string;
  word: string;
  not: string[];
}

const glossaries = import.meta.glob<Entry[]>("./glossary.*.json", { eager: true, import: "default" });
const pages = import.meta.glob<unknown>(["../**/*.*.json", "!./glossary.*"], { eager: true, import: "default" });

/** Every text of a language by its place: the catalogues, the guides with their figures, and the mails. */
function textsOf(language: string): [place: string, text: string][] {
  const mails = JSON.parse(readFileSync(`api/mail/text/${language}.json`, "utf8")) as unknown;
  const own = Object.entries(pages).filter(([path]) => path.includes(`.${language}.`));
  return [...own, ["mails", mails] as const].flatMap(([path, value]) => flat(value, path));
}

function flat(value: unknown, path: string): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  return Object.entries(value ?? {}).flatMap(([name, one]) => flat(one, `${path}/${name}`));
}

/** The texts that say something in another word than the glossary has for it. */
function strayed(glossary: Entry[], texts: [string, string][]): string[] {
  const forbidden = glossary.flatMap(({ word, not }) => not.map((one) => ({ word, pattern: new RegExp(one, "u") })));
  return texts.flatMap(([place, text]) =>
    forbidden
      .filter(({ pattern }) => pattern.test(text))
      .map(({ word, pattern }) => `${place}: ${text} (${pattern}; say ${word})`),
  );
}

describe("the glossary", () => {
  it.each(Object.keys(glossaries))("%s is kept in catalogues, guides and mails", (path) => {
    const language = path.slice("./glossary.".length, -".json".length);
    const texts = textsOf(language);
    for (const place of ["./app.", "../connections/guides/google.", "mails/kinds/linked/"])
      expect(texts.some(([one]) => one.startsWith(place))).toBe(true);
    expect(strayed(glossaries[path] ?? [], texts)).toEqual([]);
  });

  it("finds a forbidden word", () =>
    expect(
      strayed(
        [{ idea: "a", word: "b", not: ["^c"] }],
        [
          ["x", "c d"],
          ["y", "d c"],
        ],
      ),
    ).toEqual(["x: c d (/^c/u; say b)"]));
});
