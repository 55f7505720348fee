// The budget of the sign-in page: the bodies of everything its first view loads, as they are
// sent, in at most four requests; headers are not counted. Fails when the build of any language is
// over it; those of the tests have longer texts and count for nothing. The app
// has a budget of requests and bytes: what it needs comes in few files, named in its page.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gunzipSync, gzipSync } from "node:zlib";
import { runnerImport } from "vite";

const budget = { bytes: 15 * 1024, requests: 4 };
// What the server writes into the document of the sign-in page (api/web/pages/site.go), as long as an organization's is.
const said = JSON.stringify({
  signIn: {
    branding: null,
    contactText: "Call the service desk, extension 4100, or write to it@acme.example.",
    mail: true,
    organization: { code: "acme", name: "Acme Support" },
    passwordSignIn: true,
    providers: [{ provider: "google" }, { provider: "microsoft" }],
    trouble: false,
  },
});
// The document with the script that comes first, the app, what is not ours, the stylesheet, the icon and the script of
// a page: what a browser that has nothing fetches before it draws a page, beside what the page asks the API.
const appBudget = { bytes: 184 * 1024, requests: 6 };
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const dist = here("../dist/");
const { languages } = (await runnerImport(here("../src/text/languages.gen.ts"))).module;

for (const language of Object.keys(languages)) check(language);
const maps = readdirSync(`${dist}assets`).filter((file) => file.endsWith(".map"));
if (maps.length > 0) fail(`source maps in the build: ${maps.join(", ")}`);

function check(language) {
  if (!existsSync(`${dist}${language}/login.html`)) fail(`there is no build in ${language}: npm run build`);
  const login = loads(`${language}/login.html`);
  const app = loads(`${language}/app.html`);
  const total = print(`sign-in in ${language}`, login);
  checkApp(language, app);
  const shared = login.filter((file) => file.startsWith("assets/") && app.includes(file));
  if (shared.length > 0) fail(`the entries share ${shared.join(", ")}`);
  if (login.length > budget.requests) fail(`sign-in takes ${login.length} requests, ${budget.requests} are allowed`);
  if (total > budget.bytes) fail(`sign-in takes ${total} bytes in ${language}, ${budget.bytes} are allowed`);
}

/** The app with the page that has the largest script. */
function checkApp(language, app) {
  const routes = Object.values(JSON.parse(plain(`${dist}${language}/routes.json`).toString()));
  const weights = routes.map(({ files }) => files.map((file) => file.slice(1)));
  const weigh = (files) => files.reduce((sum, file) => sum + compressed(dist + file), 0);
  const files = [...app, ...weights.reduce((a, b) => (weigh(b) > weigh(a) ? b : a))];
  const total = print(`app in ${language}, with its largest page`, files);
  if (files.length > appBudget.requests)
    fail(`the app takes ${files.length} requests, ${appBudget.requests} are allowed`);
  if (total > appBudget.bytes) fail(`the app takes ${total} bytes in ${language}, ${appBudget.bytes} are allowed`);
  checkStyles(app);
}

/** What Mantine draws has its rules: the app takes its stylesheet part by part (mantine-parts.css). */
function checkStyles(app) {
  const textOf = (end) =>
    app
      .filter((file) => file.endsWith(end))
      .map((file) => plain(dist + file))
      .join("");
  const whole = readFileSync(here("../../node_modules/@mantine/core/styles.css"), "utf8");
  const [drawn, has, ruled] = [textOf(".js"), textOf(".css"), whole].map(
    (text) => new Set(text.match(/m_[0-9a-f]{6,9}/g)),
  );
  const lacks = [...drawn].filter((name) => ruled.has(name) && !has.has(name));
  if (lacks.length > 0)
    fail(`parts of Mantine without their rules: ${lacks.join(", ")} (see frontend/src/ui/mantine-parts.css)`);
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

/** As the build has compressed it; a page is compressed as it is served: that of sign-in by gzip, with what it says. */
function compressed(file) {
  if (file.endsWith("/login.html")) return gzipSync(plain(file).replace(">null<", `>${said}<`)).length;
  return existsSync(`${file}.br`) ? statSync(`${file}.br`).size : brotliCompressSync(readFileSync(file)).length;
}

function print(name, files) {
  let sum = 0;
  for (const file of files) {
    const bytes = compressed(dist + file);
    sum += bytes;
    console.log(`${String(bytes).padStart(8)}  ${file}`);
  }
  console.log(`${String(sum).padStart(8)}  ${name}: ${files.length} requests, ${(sum / 1024).toFixed(1)} KB\n`);
  return sum;
}

function fail(why) {
  console.error(`size: ${why}`);
  process.exit(1);
}
