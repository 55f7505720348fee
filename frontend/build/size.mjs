// The budget of the sign-in page: everything its first view loads, compressed
// with brotli, in at most four requests. Fails when the build is over it.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";

const budget = { bytes: 15 * 1024, requests: 4 };
const dist = fileURLToPath(new URL("../dist/", import.meta.url));

if (!existsSync(`${dist}login.html`)) fail("there is no build: npm run build");

const login = loads("login.html");
const app = loads("app.html");
const total = print("sign-in", login);
print("app", app);

const shared = login.filter((file) => file.startsWith("assets/") && app.includes(file));
if (shared.length > 0) fail(`the entries share ${shared.join(", ")}`);
if (login.length > budget.requests) fail(`sign-in takes ${login.length} requests, ${budget.requests} are allowed`);
if (total > budget.bytes) fail(`sign-in takes ${total} bytes, ${budget.bytes} are allowed`);
const maps = readdirSync(`${dist}assets`).filter((file) => file.endsWith(".map"));
if (maps.length > 0) fail(`source maps in the build: ${maps.join(", ")}`);

/** The page, what it names, and what its scripts import. */
function loads(page) {
  const files = [page];
  for (const file of files) {
    const text = file.endsWith(".svg") ? "" : readFileSync(dist + file, "utf8");
    const named = file.endsWith(".html") ? /(?:src|href)="\/([\w./-]+\.\w+)"/g : /from\s*"\.\/([\w.-]+\.js)"/g;
    for (const [, name] of text.matchAll(named)) {
      const path = file.endsWith(".html") ? name : `assets/${name}`;
      if (!files.includes(path)) files.push(path);
    }
  }
  return files;
}

function print(name, files) {
  let sum = 0;
  for (const file of files) {
    const bytes = brotliCompressSync(readFileSync(dist + file)).length;
    sum += bytes;
    console.log(`${String(bytes).padStart(8)}  ${file}`);
  }
  console.log(`${String(sum).padStart(8)}  ${name}: ${files.length} requests, ${(sum / 1024).toFixed(1)} KB brotli\n`);
  return sum;
}

function fail(why) {
  console.error(`size: ${why}`);
  process.exit(1);
}
