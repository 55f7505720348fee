// The languages are those of Language in openapi.yaml, the one place that names them:
// what the program and the pages know of them is written from it (make generate).
// With --check nothing is written: it fails if a file is not what it would be.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

const root = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const tags = parse(readFileSync(root("openapi.yaml"), "utf8")).components.schemas.Language.enum;
const from = "Code generated from Language of openapi.yaml by make generate. DO NOT EDIT.";

/** A language by its own name, as a list begins it: "español" is "Español" there. */
function ownName(tag) {
  const [first, ...rest] = new Intl.DisplayNames([tag], { type: "language" }).of(tag);
  return first.toLocaleUpperCase(tag) + rest.join("");
}

const files = {
  "api/store/languages.gen.go": `// ${from}

package store

// Languages are what the screens and mails speak: IETF tags (RFC 5646). The first is
// for people who chose none.
func Languages() []string { return []string{${tags.map((tag) => `"${tag}"`).join(", ")}} }
`,
  "frontend/src/text/languages.gen.ts": `// ${from}

/** The languages of the pages, each by its own name. A build of its own is made for each one. */
export const languages: Record<string, string> = {
${tags.map((tag) => `  "${tag}": "${ownName(tag)}",\n`).join("")}};
`,
};

for (const [file, text] of Object.entries(files)) {
  if (!process.argv.includes("--check")) writeFileSync(root(file), text);
  else if (readFileSync(root(file), "utf8") !== text) {
    console.error(`${file} is not what openapi.yaml says: make generate`);
    process.exitCode = 1;
  }
}
