import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../src");

const below = ["api", "browser", "providers", "text"];
const blocks = [...below, "ui", "shell", "stepup", "people", "first-view.ts"];

/**
 * What each folder below the pages may import. Three circles are meant, since both sides are small and
 * weigh on the sign-in page together: api and browser (who is signed in, across tabs), api and text
 * (refusals have sentences), text and providers through api (a provider has a name). Only guides, which
 * are data, are read from connections.
 */
const mayImport: Record<string, string[]> = {
  api: ["browser", "text"],
  browser: ["api"],
  text: ["api", "providers"],
  providers: ["api", "connections/guides"],
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

const placeOf = (file: string) => file.split("/")[0] ?? "";
const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
  (file) => /\.tsx?$/.test(file) && !/\.test\.|\.gen\.|(^|\/)testing/.test(file),
);

/** The imports of one folder by another, as "from -> to". */
function crossings(file: string, text: string): { from: string; to: string }[] {
  return [...text.matchAll(/(?:from|import\(|import)\s*"(\.[^"]+)"/g)]
    .map(([, path = ""]) => relative(root, join(root, dirname(file), path)))
    .filter((to) => !to.startsWith("..") && placeOf(to) !== placeOf(file))
    .map((to) => ({ from: file, to }));
}

function allowed({ from, to }: { from: string; to: string }): boolean {
  if (from === "routes.tsx") return true;
  // A page knows what is below it, and no other page.
  const may = mayImport[placeOf(from)] ?? blocks;
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
    ["users/person.tsx", "../people/change-dialog.tsx", true],
    ["routes.tsx", "./users/person.tsx", true],
  ])("%s may import %s: %s", (file, path, may) => {
    const found = crossings(file, `import { one } from "${path}";`);
    expect(found.map(allowed)).toEqual([may]);
  });
});
