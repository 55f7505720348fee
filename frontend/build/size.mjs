// The budget of the sign-in page: everything its first view loads, compressed
// with brotli, in at most four requests. Fails when the build of any language is
// over it; those of the tests have longer texts and count for nothing. The app
// has a budget of requests: what it needs comes in few files, named in its page.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gunzipSync } from "node:zlib";
import { runnerImport } from "vite";

const budget = { bytes: 15 * 1024, requests: 4 };
const appRequests = 8; // before a page of the app is drawn
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const dist = here("../dist/");
const { languages } = (await runnerImport(here("../src/text/languages.ts"))).module;

for (const language of Object.keys(languages)) check(language);
const maps = readdirSync(`${dist}assets`).filter((file) => file.endsWith(".map"));
if (maps.length > 0) fail(`source maps in the build: ${maps.join(", ")}`);

function check(language) {
  if (!existsSync(`${dist}${language}/login.html`)) fail(`there is no build in ${language}: npm run build`);
  const login = loads(`${language}/login.html`);
  const app = loads(`${language}/app.html`);
  const total = print(`sign-in in ${language}`, login);
  print(`app in ${language}`, app);
  if (app.length > appRequests) fail(`the app takes ${app.length} requests, ${appRequests} are allowed`);
  const shared = login.filter((file) => file.startsWith("assets/") && app.includes(file));
  if (shared.length > 0) fail(`the entries share ${shared.join(", ")}`);
  if (login.length > budget.requests) fail(`sign-in takes ${login.length} requests, ${budget.requests} are allowed`);
  if (total > budget.bytes) fail(`sign-in takes ${total} bytes in ${language}, ${budget.bytes} are allowed`);
}

/** The page, what it names, and what its scripts import. */
function loads(page) {
  const files = [page];
  for (const file of files) {
    // Nobody loads the icon of a home screen but who puts the page there.
    const text = file.endsWith(".svg") ? "" : plain(dist + file).replace(/<link rel="apple-touch.*/, "");
    const named = file.endsWith(".html") ? /(?:src|href)="\/([\w./-]+\.\w+)"/g : /from\s*"\.\/([\w.-]+\.js)"/g;
    for (const [, name] of text.matchAll(named)) {
      const path = file.endsWith(".html") ? name : `assets/${name}`;
      if (!files.includes(path)) files.push(path);
    }
  }
  return files;
}

/** What the build has left compressed alone, unpacked. */
function plain(file) {
  return (existsSync(file) ? readFileSync(file) : gunzipSync(readFileSync(`${file}.gz`))).toString();
}

/** As the build has compressed it; a page is compressed as it is served. */
function compressed(file) {
  return existsSync(`${file}.br`) ? statSync(`${file}.br`).size : brotliCompressSync(readFileSync(file)).length;
}

function print(name, files) {
  let sum = 0;
  for (const file of files) {
    const bytes = compressed(dist + file);
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
