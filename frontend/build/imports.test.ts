import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../src");

const below = ["api", "browser", "providers", "text"];
const blocks = [...below, "ui", "shell", "stepup", "people", "first-view.ts"];

/**
 * What each folder below the pages may import. Where api is above a folder (api speaks of time zones, and
 * uses the tabs of the browser), that folder may name its types, which are the contract's, and nothing that
 * runs: so there is no circle at run time. Of connections only the guides are read, which are data.
 */
const mayImport: Record<string, string[]> = {
  api: ["browser", "text"],
  browser: [],
  text: ["providers"],
  providers: ["connections/guides"],
  ui: below,
  shell: [...below, "ui", "first-view.ts"],
  stepup: [...below, "ui"],
  people: [...below, "ui", "stepup"],
  // The sign-in entry is Preact and small: nothing of the app.
  signin: below,
  "first-view.ts": [],
  "first-calls.ts": [],
  // Starts before the app: first calls, and which of them the log of sign-ins makes.
  "early.ts": [...below, "first-calls.ts", "signinlog"],
  "main.tsx": [...blocks, "routes.tsx"],
};

const mayNameTypesOf: Record<string, string[]> = { browser: ["api"], text: ["api"], providers: ["api"] };

const placeOf = (file: string) => file.split("/")[0] ?? "";
const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
  (file) => /\.tsx?$/.test(file) && !/\.test\.|\.gen\.|(^|\/)testing/.test(file),
);

interface Crossing {
  from: string;
  to: string;
  isType: boolean;
}

/** The imports of a source that leave its folder. */
function crossings(file: string, text: string): Crossing[] {
  const imports = text.matchAll(/(?:\b(?:import|export)\b(\s+type\b)?[^"'`;()]*|import\()"(\.[^"]+)"/g);
  return [...imports]
    .map(([, type, path = ""]) => ({ from: file, to: relative(root, join(root, dirname(file), path)), isType: !!type }))
    .filter(({ to }) => !to.startsWith("..") && placeOf(to) !== placeOf(file));
}

function allowed({ from, to, isType }: Crossing): boolean {
  if (from === "routes.tsx") return true;
  const place = placeOf(from);
  // A page knows what is below it, and no other page.
  const may = [...(mayImport[place] ?? blocks), ...(isType ? (mayNameTypesOf[place] ?? []) : [])];
  return may.some((one) => to === one || to.startsWith(`${one}/`));
}

describe("imports go down", () => {
  it("in every source of the pages", () => {
    const found = files.flatMap((file) => crossings(file, readFileSync(join(root, file), "utf8")));
    expect(found.length).toBeGreaterThan(500);
    expect(found.filter((one) => !allowed(one))).toEqual([]);
  });
  it.each([
    ["users/person.tsx", "../policy/wizard.tsx", false],
    ["roles/edit.tsx", "../routes.tsx", false],
    ["ui/fact.tsx", "../shell/gone.tsx", false],
    ["signin/entry.tsx", "../ui/fact.tsx", false],
    ["providers/presets.ts", "../connections/form.tsx", false],
    ["providers/presets.ts", "../connections/guides/okta.en.json", true],
    ["browser/memory.ts", "../api/session.ts", false],
    ["users/person.tsx", "../people/change-dialog.tsx", true],
    ["routes.tsx", "./users/person.tsx", true],
  ])("%s may import %s: %s", (file, path, may) => {
    const found = crossings(file, `import { one } from "${path}";`);
    expect(found.map(allowed)).toEqual([may]);
  });
  it("may name the types of the contract from below", () => {
    const found = crossings("browser/memory.ts", `import type {\n  components,\n} from "../api/schema.gen.ts";`);
    expect(found.map(allowed)).toEqual([true]);
  });
});
