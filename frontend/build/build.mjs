// Builds the pages once for each language into dist/<language>, with the assets
// that they share beside that; with --pseudo also in the languages of the tests.
// The documentation (docs/ and openapi.yaml) is English alone and lands in dist/docs.
import { mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build, runnerImport } from "vite";

// Said first, since reading a module below would say "development".
process.env.NODE_ENV = "production";
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const dist = here("../dist/");
const { languages } = (await runnerImport(here("../src/text/languages.gen.ts"))).module;
const { pseudoLocales } = (await runnerImport(here("pseudo.ts"))).module;
const all = [...Object.keys(languages), ...(process.argv.includes("--pseudo") ? Object.keys(pseudoLocales) : [])];

for (const name of readdirSync(dist)) if (name !== ".gitkeep") rmSync(dist + name, { recursive: true });
for (const language of all) {
  await build({ configFile: here("../vite.config.ts"), mode: language, logLevel: "warn" });
  mkdirSync(dist + language);
  for (const page of ["login.html", "app.html", "routes.json"]) renameSync(dist + page, `${dist}${language}/${page}`);
}
(await runnerImport(here("docs/site.ts"))).module.writeSite(here("../../"), dist);
await import("./compress.mjs");
console.log(`built in ${all.join(", ")}`);
