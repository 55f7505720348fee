// For the tests: reads tokens, a line each, posts them as Latchkey does and says whose sessions end or what is answered.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const [issuer, clientId] = process.argv.slice(2);
const file = fileURLToPath(new URL("logout.ts", import.meta.url));
const { newLogout } = (await runnerImport(file, { configFile: false })).module;
for (const token of readFileSync(0, "utf8").trim().split("\n")) {
  let ended = "";
  const handle = newLogout(issuer, clientId, async (sid, sub) => {
    ended = ` ${sid} ${sub}`;
  });
  const body = new URLSearchParams({ logout_token: token });
  const { status } = await handle(new Request("https://crm.example.com/backchannel-logout", { method: "POST", body }));
  console.log(`${status}${ended}`);
}
