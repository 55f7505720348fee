import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { compiled } from "./messages.ts";
import { faults } from "./translation.ts";

const frontend = join(import.meta.dirname, "..");
const types = join(frontend, ".types");

/** X.<language>.json: a catalogue or a guide in one language. A glossary is none: it has words for the tests. */
const name = /(^|\/)(?!glossary\.)[\w-]+\.([A-Za-z-]+)\.json$/;

/** Whether a file is a catalogue of ours, in whatever language. */
export function isCatalogue(file: string): boolean {
  return name.test(file) && !file.includes("/node_modules/");
}

/** The same catalogue in another language. */
export function translationOf(file: string, language: string): string {
  return file.replace(/\.[A-Za-z-]+\.json$/, `.${language}.json`);
}

/** A catalogue as the pages carry it. Throws an error that names the file and the text. */
export function readCatalogue(file: string): unknown {
  try {
    return compiled(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    throw new Error(`${relative(frontend, file)}: ${(error as Error).message}`);
  }
}

/** The tag of a language for Intl, and how it is written. */
export interface Language {
  tag: string;
  direction: "ltr" | "rtl";
}

export function languageOf(language: string): Language {
  return readCatalogue(join(frontend, `src/text/language.${language}.json`)) as Language;
}

/** What differs between an English catalogue and its translation, by the name of the file. */
export function faultsOf(english: string, language: string): string[] {
  if (english.endsWith("/language.en.json")) return [];
  const file = translationOf(english, language);
  const found = faults(readCatalogue(english), readCatalogue(file), languageOf(language).tag);
  return found.map((one) => `${relative(frontend, file)}: ${one}`);
}

/** All English catalogues, which all others are translated from. */
export function englishCatalogues(): string[] {
  const paths = readdirSync(join(frontend, "src"), { recursive: true, encoding: "utf8" });
  return paths
    .filter((path) => isCatalogue(path) && path.endsWith(".en.json"))
    .map((path) => join(frontend, "src", path));
}

/**
 * Tells TypeScript what a catalogue says, so that an unknown id and a missing value do not compile: for X.en.json a file
 * X.en.d.json.ts at the same place below .types (see rootDirs in tsconfig.json). The JSON of a value is its type.
 */
export function writeTypes(english: string): void {
  const path = relative(frontend, english);
  const file = join(types, path.replace(/\.json$/, ".d.json.ts"));
  const text = `// What ${path} says, for the type check: npm run types.
declare const texts: ${JSON.stringify(readCatalogue(english), null, 2)};
export default texts;
`;
  if (readIfThere(file) === text) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
