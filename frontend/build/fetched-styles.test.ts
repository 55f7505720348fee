import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";

// The screens of the sign-in entry that are fetched on demand: what screens.css styles is theirs only if they wait for it.
const folder = "frontend/src/signin";
const read = (file: string) => readFileSync(file, "utf8");
const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => join(folder, file));
const sources = files.filter((file) => /\.tsx?$/.test(file) && !file.includes(".test."));
const screens = new Set(
  sources.flatMap((file) => [...read(file).matchAll(/import\("([^"]+\.tsx)"\)/g)].map(([, to]) => at(file, to))),
);

function at(file: string, to = ""): string {
  return join(dirname(file), to);
}

/** A file of the screens and what it imports of them. */
function withImports(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file) || !file.includes("/screens/") || !/\.tsx?$/.test(file)) return seen;
  seen.add(file);
  for (const [, to] of read(file).matchAll(/(?:from|import) "(\.[^"]+)"/g)) withImports(at(file, to), seen);
  return seen;
}

/** What a stylesheet has rules for: classes, and elements by their names. */
function styled(...sheets: string[]): Set<string> {
  const selectors = sheets
    .map(read)
    .join("")
    .replace(/\/\*[\s\S]*?\*\/|@[^;{]*[;{]|\{[^{}]*\}/g, " ");
  return new Set(selectors.match(/\.[a-z][\w-]*|(?<![\w.:-])[a-z][\w-]*/g));
}

const first = styled(`${folder}/signin.css`, "frontend/src/ui/base.css");
const later = [...styled(`${folder}/screens/screens.css`, "frontend/src/ui/warning.css")].filter(
  (one) => !first.has(one),
);

it.each([...screens].filter((file) => ![...withImports(file)].includes(`${folder}/screens/stylesheet.ts`)))(
  "%s has nothing that is styled by a stylesheet that it does not wait for",
  (screen) => {
    const code = [...withImports(screen)].map(read).join("\n");
    const classes = [...code.matchAll(/class="([\w -]+)"/g)].flatMap(([, names = ""]) => names.split(" "));
    const has = [
      ...classes.map((name) => `.${name}`),
      ...[...code.matchAll(/<([a-z]\w*)/g)].map(([, tag = ""]) => tag),
    ];
    expect(later.filter((one) => has.includes(one))).toEqual([]);
  },
);

it("knows the screens and what comes later", () => {
  expect(screens.size).toBeGreaterThan(8);
  expect(later).toEqual(expect.arrayContaining([".choice", ".recent", "legend"]));
});
