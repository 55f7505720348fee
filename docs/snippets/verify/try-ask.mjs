// For the tests: reads tokens, a line each, and says of each whose it is or that it is not active.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const [issuer, id, secret] = process.argv.slice(2);
const file = fileURLToPath(new URL("ask.ts", import.meta.url));
const { ask } = (await runnerImport(file, { configFile: false })).module;
for (const token of readFileSync(0, "utf8").trim().split("\n")) {
  console.log((await ask(issuer, id, secret, token))?.sub ?? "not active");
}
