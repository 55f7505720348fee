import { afterEach, describe, expect, it, vi } from "vitest";
import type * as Names from "./names.ts";
import type * as Time from "./time.ts";

/** A module as the build of a language has it. */
async function inLanguage<Module>(language: string, module: string): Promise<Module> {
  vi.resetModules();
  vi.doMock("./language.en.json", () => import(`./language.${language}.json`));
  vi.doMock("./time.en.json", () => import(`./time.${language}.json`));
  return import(module) as Promise<Module>;
}

afterEach(() => {
  vi.doUnmock("./language.en.json");
  vi.doUnmock("./time.en.json");
  vi.resetModules();
});

/** Isolates, so that they can be seen: "[" of the direction of what is in it, "<" from right to left. */
const shown = (text: string) => text.replaceAll("\u2068", "[").replaceAll("\u2067", "<").replaceAll("\u2069", "]");

describe("a list of names", () => {
  it.each([
    ["en", "Google, Microsoft and 伙伴", "Google or Microsoft"],
    ["es", "Google, Microsoft y 伙伴", "Google o Microsoft"],
    ["zh-Hans", "Google、Microsoft 和伙伴", "Google 或 Microsoft"],
    ["ar", "[Google] و[Microsoft] و[伙伴]", "[Google] أو [Microsoft]"],
  ])("in %s", async (language, all, either) => {
    const { listOf } = await inLanguage<typeof Names>(language, "./names.ts");
    expect(shown(listOf(["Google", "Microsoft", "伙伴"]))).toBe(all);
    expect(shown(listOf(["Google", "Microsoft"], "disjunction"))).toBe(either);
  });
});

it("names in Latin letters are set apart one by one in a text from right to left, and in no other", async () => {
  const text = "افتح Entra admin center (سابقًا: Azure portal > Azure Active Directory).";
  const arabic = await inLanguage<typeof Names>("ar", "./names.ts");
  expect(shown(arabic.namesApart(text))).toBe(
    "افتح [Entra admin center] (سابقًا: [Azure portal] > [Azure Active Directory]).",
  );
  const chinese = await inLanguage<typeof Names>("zh-Hans", "./names.ts");
  expect(chinese.namesApart("打开 Clients")).toBe("打开 Clients");
});

it.each([
  ["zh-Hans", "纽约时间"],
  ["ar", "توقيت [نيويورك]"],
  ["es", "hora de New York"],
])("the zone of a place in %s is said in the letters of the language", async (language, said) => {
  const { setZoneOf } = await inLanguage<typeof import("./zone.ts")>(language, "./zone.ts");
  vi.doMock("./time.en.json", () => import(`./time.${language}.json`));
  setZoneOf({ timeZone: "America/New_York" });
  const { zone } = (await import("./time.ts")) as typeof Time;
  expect(shown(zone())).toBe(said);
});

it("a day with a time keeps its order within a sentence from right to left", async () => {
  const { fill } = await inLanguage<typeof import("./fill.ts")>("ar", "./fill.ts");
  const { timeInSentence } = await inLanguage<typeof Time>("ar", "./time.ts");
  const when = timeInSentence(new Date("2027-12-01T01:11:00Z"), new Date("2026-12-01T01:11:00Z"));
  expect(shown(fill("تنتهي {when}", { when }))).toMatch(/^تنتهي <\[1 ديسمبر 2027\]، \[\d\d:11\]\]$/);
  expect(shown(fill("من {address}", { address: "127.0.0.1" }))).toBe("من [127.0.0.1]");
});
