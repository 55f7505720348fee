import { describe, expect, it } from "vitest";
import { languages } from "./languages.ts";
import type { Language } from "./translation.ts";

// Every catalogue and guide, in whatever language.
const modules = {
  ...import.meta.glob<unknown>(["../**/*.*.ts", "!../**/*.test.ts", "!../**/*.gen.ts"], {
    eager: true,
    import: "texts",
  }),
  ...import.meta.glob<unknown>(["../**/*.*.json", "!./glossary.*.json"], { eager: true, import: "default" }),
};
const english = Object.keys(modules).filter((path) => /\.en\.(ts|json)$/.test(path));
const others = Object.keys(languages).filter((language) => language !== "en");
const fixed = ["id", "part", "copy", "kind", "url", "checkedOn"];

/** The texts of a catalogue by their path in it. */
function flat(value: unknown, path = ""): [path: string, text: string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value !== "object" || value === null) return [[path, JSON.stringify(value)]];
  return Object.entries(value).flatMap(([name, one]) => flat(one, path ? `${path}/${name}` : name));
}

const names = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
const category = /\.(zero|one|two|few|many|other)$/;

/** What differs between a catalogue and its translation; nothing if it is whole. */
function faults(original: unknown, translated: unknown, tag: string): string[] {
  const from = new Map(flat(original));
  const to = new Map(flat(translated));
  const counted = [...from.keys()]
    .filter((id) => id.endsWith(".other") && from.has(id.replace(/other$/, "one")))
    .map((id) => id.replace(category, ""));
  const isCounted = (id: string) => category.test(id) && counted.includes(id.replace(category, ""));
  const plain = [...from.keys()].filter((id) => !isCounted(id));
  const needed = [...plain, ...counted.flatMap((id) => categoriesOf(tag).map((one) => `${id}.${one}`))];
  return [
    ...needed.filter((id) => !to.has(id)).map((id) => `${id} is missing`),
    ...[...to.keys()].filter((id) => !from.has(id) && !isCounted(id)).map((id) => `${id} is too many`),
    ...[...to].flatMap(([id, text]) => {
      const model = from.get(isCounted(id) ? id.replace(category, ".other") : id) ?? text;
      const free = isCounted(id) ? "{count}" : "";
      const rest = (one: string) => names(one).filter((name) => name !== free);
      if (fixed.includes(id.split("/").findLast((part) => !/^\d+$/.test(part)) ?? "") && text !== model)
        return [`${id} is no text`];
      if ((text.match(/\*\*/g)?.length ?? 0) % 2 === 1) return [`${id} has an open mark`];
      return rest(text).join() === rest(model).join() ? [] : [`${id} has other names: ${text}`];
    }),
  ];
}

/** The categories that whole numbers have in a language. */
function categoriesOf(tag: string): string[] {
  const rules = new Intl.PluralRules(tag);
  return [...new Set(Array.from({ length: 201 }, (_, number) => rules.select(number)))];
}

describe("the catalogues of a language", () => {
  it("are looked for where they are", () => expect(english.length).toBeGreaterThan(30));

  it.each(others)("are whole in %s", (language) => {
    const own = modules[`./language.${language}.ts`] as Language;
    expect(own.name).toBe(languages[language]);
    const wrong = english.flatMap((path) => {
      const translated = modules[path.replace(".en.", `.${language}.`)];
      if (path === "./language.en.ts") return [];
      return translated ? faults(modules[path], translated, own.tag).map((one) => `${path}: ${one}`) : [`no ${path}`];
    });
    expect(wrong).toEqual([]);
  });

  it("have the categories of English", () => {
    for (const path of english)
      if (path !== "./language.en.ts") expect(faults(modules[path], modules[path], "en")).toEqual([]);
  });
});

describe("a translation is refused", () => {
  const original = { plain: "To {org}", "tries.one": "1 try", "tries.other": "{count} tries of {org}" };
  const whole = { plain: "{org}", "tries.other": "{org} {count}" };
  it.each<[string, object, string, string[]]>([
    ["not when it is whole", whole, "zh", []],
    [
      "with a category missing",
      whole,
      "ar",
      ["zero", "one", "two", "few", "many"].map((one) => `tries.${one} is missing`),
    ],
    ["with an id missing", { "tries.other": "{org}" }, "zh", ["plain is missing"]],
    ["with an id of its own", { ...whole, more: "x" }, "zh", ["more is too many"]],
    ["with an unknown name", { ...whole, plain: "{org} {x}" }, "zh", ["plain has other names: {org} {x}"]],
    ["with a name missing", { ...whole, plain: "x" }, "zh", ["plain has other names: x"]],
    ["with a mark that stays open", { ...whole, plain: "**{org}" }, "zh", ["plain has an open mark"]],
  ])("%s", (_, translated, tag, wrong) => expect(faults(original, translated, tag).sort()).toEqual(wrong.sort()));
});
