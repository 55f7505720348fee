// For the tests: reads messages, one a line as JSON, and says of each its type or that it is refused.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const [secret] = process.argv.slice(2);
const file = fileURLToPath(new URL("receive.ts", import.meta.url));
const { readEvent } = (await runnerImport(file, { configFile: false })).module;
for (const line of readFileSync(0, "utf8").trim().split("\n")) {
  const { headers, body } = JSON.parse(line);
  try {
    console.log(readEvent(secret, new Headers(headers), body).type);
  } catch ({ message }) {
    console.log(`refused: ${message}`);
  }
}
