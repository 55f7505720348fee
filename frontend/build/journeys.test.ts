import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const root = "frontend/e2e/";
const read = (file: string) => readFileSync(root + file, "utf8");
const specs = readdirSync(root).filter((file) => file.endsWith(".spec.ts"));

/** The journeys of a file, each with the organizations that it brings, as far as their codes are written there. */
function journeysOf(file: string): [journey: string, code: string][] {
  const [before = "", ...journeys] = read(file).split(/^\s*test\(/m);
  const ofAll = /\bconst code = "([^"]+)"/.exec(before)?.[1];
  return journeys.flatMap((text, i) => {
    const brought = [...text.matchAll(/\bwith(?:Google|Nothing)\(\s*(?:"([^"]+)"|code\b)/g)];
    const own = /\bconst code =/.test(text) ? undefined : ofAll; // one that is made of something else is not written there
    const codes = brought.map(([, code]) => code ?? own).filter((code) => code !== undefined);
    return [...new Set(codes)].map((code): [string, string] => [`${file} ${i + 1}`, code]);
  });
}

// Journeys run side by side in one product: what one does to an organization, another would see.
it("no two journeys have one organization", () => {
  const seeded = [...read("people.ts").matchAll(/^ {2}- code: (\S+)$/gm)].map(([, code = ""]) => code);
  const journeys = specs.flatMap(journeysOf);
  expect(journeys.length).toBeGreaterThan(25);
  expect(seeded).toContain("acme");
  const whose = new Map<string, string[]>();
  for (const [journey, code] of journeys) whose.set(code, [...(whose.get(code) ?? []), journey]);
  const shared = [...whose].filter(([code, of]) => of.length > 1 || seeded.includes(code));
  expect(shared).toEqual([]);
});
