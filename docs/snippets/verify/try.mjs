// For the tests: reads tokens, a line each, and says of each whose it is or that it is refused.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const [issuer, audience] = process.argv.slice(2);
const file = fileURLToPath(new URL("verify.ts", import.meta.url));
const { newVerifier } = (await runnerImport(file, { configFile: false })).module;
const verify = newVerifier(issuer, audience);
for (const token of readFileSync(0, "utf8").trim().split("\n")) {
  console.log(
    await verify(token).then(
      ({ sub }) => sub,
      ({ message }) => `refused: ${message}`,
    ),
  );
}
