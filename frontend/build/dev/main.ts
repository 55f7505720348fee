/**
 * make dev, on the one address that the demo has (http://localhost:8080):
 *
 *     browser ──► this ──┬──► Vite, a server for each language: /@pages/…
 *                        └──► latchkey demo, on a port of its own: all the rest
 *
 * Documents come from the program, which fills them in and says the language, the
 * cookies and the policy; only their modules are those of the source. So a changed
 * word is seen without a build, and a sign-in goes its whole way on one origin.
 */
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join, relative } from "node:path";
import { text } from "node:stream/consumers";
import { devPolicy, filled, pageOf } from "./document.ts";
import { forward } from "./forward.ts";
import { Pages } from "./pages.ts";
import { Program } from "./program.ts";

const root = join(import.meta.dirname, "../../..");
const port = Number(process.env.PORT ?? 8080);
const portBehind = port + 2; // the demo's provider has the one between

const front = createServer((req, res) => {
  answer(req, res).catch((error: Error) => {
    if (!res.headersSent) res.writeHead(502).end(`The program does not answer: ${error.message}\n`);
  });
});
front.listen(port, "localhost");
await once(front, "listening");
const pages = new Pages(front);
const program = new Program(portBehind, {
  runs: () => pages.uncover(),
  failed: (compiler) => {
    console.error(compiler);
    void pages.cover(compiler);
  },
});
const { watcher } = await pages.server("en");
watcher.add(["api", "embed.go", "go.mod", "openapi.yaml"].map((path) => join(root, path)));
watcher.on("all", (_, path) => {
  if (isOfProgram(relative(root, path))) program.renew();
});
console.log(`hot reload at http://localhost:${port}`);
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void stop());

async function answer(req: IncomingMessage, res: ServerResponse) {
  const vite = await pages.serverOf(req.url ?? "/");
  if (vite) return vite.middlewares(req, res);
  await program.up;
  const behind = await forward(req, portBehind);
  if (behind.headers["content-type"]?.startsWith("text/html")) return sendDocument(behind, res);
  res.writeHead(behind.statusCode ?? 502, behind.rawHeaders);
  behind.pipe(res);
}

async function sendDocument(behind: IncomingMessage, res: ServerResponse) {
  const served = await text(behind);
  const page = pageOf(served);
  const { "content-length": _, ...headers } = behind.headers;
  let html = served;
  if (page) {
    const nonce = randomBytes(16).toString("base64");
    html = filled(await pages.source(page, String(headers["content-language"])), served, nonce);
    headers["content-security-policy"] = devPolicy(String(headers["content-security-policy"]), nonce);
  }
  res.writeHead(behind.statusCode ?? 502, headers).end(html);
}

/** Whether a file is compiled or put into the binary. */
function isOfProgram(path: string): boolean {
  return /^(api\/|embed\.go$|go\.mod$|openapi\.yaml$)/.test(path) && !path.endsWith("_test.go");
}

async function stop() {
  await program.stop();
  await pages.close();
  process.exit();
}
