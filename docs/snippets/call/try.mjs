// For the tests: reads cases, a line of JSON each, and says of each how many people there are or why it is refused.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const load = async (file) =>
  (await runnerImport(fileURLToPath(new URL(file, import.meta.url)), { configFile: false })).module;
const { newClient } = await load("call.ts");
const { byFederation, byKey, bySecret } = await load("token.ts");
for (const line of readFileSync(0, "utf8").trim().split("\n")) {
  const { address, organization, id, by, value, kid } = JSON.parse(line);
  const proofs = {
    secret: () => bySecret(id, value),
    key: () => byKey(id, address, kid, value),
    federation: () => byFederation(id, async () => value),
  };
  console.log(
    await newClient(address, organization, proofs[by]())
      .people()
      .then(
        (people) => `${people.length} people, ${people[0].email}`,
        ({ code, reference, message }) => `refused: ${code ?? message} ${reference}`,
      ),
  );
}
