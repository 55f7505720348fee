// For the tests: serves signin.ts, until it is ended.
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const [issuer, clientId, secret, home] = process.argv.slice(2);
const file = fileURLToPath(new URL("signin.ts", import.meta.url));
const { newServer } = (await runnerImport(file, { configFile: false })).module;
const server = await newServer(issuer, clientId, secret, home);
server.listen(Number(new URL(home).port), "127.0.0.1", () => console.log("listening"));
