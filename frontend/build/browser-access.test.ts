import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const root = "frontend/src/";
const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
  (path) => /\.tsx?$/.test(path) && !/(\.test|\/testing[\w-]*|\.gen)\.tsx?$/.test(path),
);

// What a browser may refuse, or what throws over a value from outside: one file
// knows how to go on without it, and nobody else may use it.
const modules: [what: string, pattern: RegExp, file: RegExp][] = [
  ["F4: storage", /\b(local|session)Storage\b|\bindexedDB\b|\bcaches\./, /^browser\/memory\.ts$/],
  ["F4: locks and channels", /\bnavigator\.locks\b|\bBroadcastChannel\b/, /^browser\/tabs\.ts$/],
  ["F4: cookies", /\bdocument\.cookie\b|\bcookieStore\b/, /^browser\/cookies\.ts$/],
  [
    "F2: fields for passwords",
    /\bPasswordInput\b|type="password"/,
    /^(stepup\/its-you|security\/password)\.tsx$|^ui\/theme\.ts$/,
  ],
  ["the bar that saves a form", /className="save-bar"/, /^ui\/save-bar\.tsx$/],
  ["F3: the reader's zone", /\bDateTimeFormat\b|supportedValuesOf/, /^text\/(zone|formats)\.ts$/],
  ["F3: dates in the browser's own words", /toLocale(Date|Time)String/, /^$/],
];

describe("what one module alone may use", () => {
  it("is looked for where it is", () => expect(files.length).toBeGreaterThan(150));

  it.each(modules)("%s", (_, pattern, module) => {
    const others = files.filter((path) => !module.test(path) && pattern.test(code(path)));
    expect(others).toEqual([]);
  });
});

/** A file without its comments. */
function code(path: string): string {
  return readFileSync(root + path, "utf8").replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
}
