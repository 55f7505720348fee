// Before the type check: whether each catalogue is whole in each language, and
// what TypeScript must know of the English ones (catalogues.ts).
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { languages } = (await runnerImport(here("../src/text/languages.gen.ts"))).module;
const { englishCatalogues, faultsOf, writeTypes } = (await runnerImport(here("catalogues.ts"))).module;

const wrong = englishCatalogues().flatMap((file) =>
  Object.keys(languages).flatMap((one) => problemsOf(() => faultsOf(file, one))),
);
rmSync(here("../.types"), { recursive: true, force: true });
for (const file of englishCatalogues()) wrong.push(...problemsOf(() => writeTypes(file)));
for (const one of new Set(wrong)) console.error(one);
process.exit(wrong.length > 0 ? 1 : 0);

/** What cannot even be read is a fault like others. */
function problemsOf(work) {
  try {
    return work() ?? [];
  } catch (error) {
    return [error.message];
  }
}
