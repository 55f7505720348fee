// Everything that make test does: installs what the tests need, then runs them
// all, two steps at a time, the longest first, and beside them what may take its
// time, at a low priority. The last line says how many passed and failed.
import { spawn } from "node:child_process";
import { mkdirSync, rmSync, statfsSync } from "node:fs";
import { goTest } from "./go-tests.mjs";
import { startPostgres } from "./postgres.mjs";
import { countGo, countPlaywright, countVitest } from "./reports.mjs";

const atOnce = 2;
const results = "frontend/e2e/results";
// Compilers that collect garbage less often take a fifth less time; the linter itself would take 3 GB.
const seldom = "GOGC=400";
Object.assign(process.env, fastFolder());
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const steps = [
  { name: "npm packages", run: "make node_modules/.package-lock.json", check: false },
  { name: "go modules", run: `go mod download && go mod download -modfile=api/tools/go.mod`, check: false },
  { name: "browser", run: "node .ci/chromium.mjs", after: ["npm packages"], check: false },
  { name: "postgres", job: postgres, after: ["npm packages"], check: false },
  { name: "pages", run: "npm run --silent build -- --pseudo", after: ["npm packages"] },
  { name: "binary", run: `${seldom} make bin/latchkey`, after: ["pages", "go modules"] },
  {
    name: "browser journeys",
    run: "npx playwright test --config frontend/e2e/playwright.config.ts",
    after: ["binary", "browser", "postgres"],
    count: () => countPlaywright(`${results}/playwright.json`),
  },
  { name: "go (race detector, both engines)", run: () => goTest(results), after: ["go modules", "postgres", "pages"], count: () => countGo(`${results}/go.json`) },
  {
    name: "frontend units",
    run: `npm run --silent test:unit -- --reporter=dot --reporter=json --outputFile.json=$PWD/${results}/vitest.json`,
    after: ["pages"],
    count: () => countVitest(`${results}/vitest.json`),
  },
  { name: "go is generated", run: `${seldom} make drift-go`, after: ["go modules"] },
  { name: "typescript is generated", run: "make drift-ts", after: ["npm packages"] },
  { name: "typescript check and size", run: "npm run --silent check", after: ["pages"] },
  { name: "contract lint", run: "npm run --silent lint:api", after: ["npm packages"] },
  // On a bare machine two minutes of CPU, of what nobody else wants.
  { name: "oauth2-proxy is compiled", run: "nice -n 10 node .ci/interop.mjs go", after: ["npm packages", "go modules"], check: false, beside: true },
  {
    name: "oauth2-proxy",
    run: "npx playwright test --config frontend/interop/playwright.config.ts -g oauth2-proxy",
    after: ["oauth2-proxy is compiled", "binary", "browser"],
    count: () => countPlaywright(`${results}/interop.json`),
    beside: true,
  },
  { name: "go lint", run: `${seldom} make lint-tool && make lint-go`, after: ["go modules", "pages"] },
];

let database = { url: "", stop() {} };
const began = Date.now();
const state = new Map(steps.map((step) => [step.name, "waiting"]));
let passed = 0;
let failed = 0;
const said = [];

async function postgres() {
  database = await startPostgres();
  return { ok: true, output: "" };
}

/** A folder in memory, if there is one with room: the tests write many small databases, and look at none after a crash. */
function fastFolder() {
  try {
    const { bavail, bsize } = statfsSync("/dev/shm");
    return bavail * bsize > 4 * 2 ** 30 ? { TMPDIR: "/dev/shm" } : {};
  } catch {
    return {};
  }
}

function shell(command) {
  return new Promise((resolve) => {
    const child = spawn("bash", ["-o", "pipefail", "-c", command], {
      env: { ...process.env, TEST_DATABASE_URL: database.url, NO_COLOR: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const keep = (chunk) => {
      output += chunk;
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("close", (code) => resolve({ ok: code === 0, output }));
  });
}

async function runStep(step) {
  const start = Date.now();
  let result;
  try {
    const command = typeof step.run === "function" ? step.run() : step.run;
    result = step.job ? await step.job() : await shell(command);
  } catch (error) {
    result = { ok: false, output: String(error) };
  }
  const count = step.count ? safely(step.count) : step.check === false ? none : { passed: 1, failed: 0 };
  passed += result.ok || step.count ? count.passed : 0;
  failed += Math.max(count.failed, result.ok ? 0 : 1);
  const counted = step.count ? `, ${count.passed} passed, ${count.failed} failed` : "";
  console.log(`${result.ok ? "ok    " : "FAILED"} ${step.name} (${Math.round((Date.now() - start) / 1000)} s${counted})`);
  if (!result.ok) console.log(indent(result.output + (count.output ?? "")));
  said.push(...(count.said ?? []));
  state.set(step.name, result.ok ? "done" : "failed");
}

const none = { passed: 0, failed: 0 };

function safely(count) {
  try {
    return count();
  } catch {
    return none;
  }
}

function indent(text) {
  const lines = text.trimEnd().split("\n");
  const shown = lines.length > 200 ? ["...", ...lines.slice(-200)] : lines;
  return shown.map((line) => `    ${line}`).join("\n");
}

function next(beside) {
  return steps.find(
    (step) =>
      Boolean(step.beside) === beside &&
      state.get(step.name) === "waiting" &&
      (step.after ?? []).every((name) => state.get(name) === "done"),
  );
}

/** Runs what may run, of what is beside the rest or of the rest; a step whose forerunner failed fails too. */
async function worker(beside) {
  for (;;) {
    const step = next(beside);
    if (step) {
      state.set(step.name, "running");
      await runStep(step);
      continue;
    }
    if (![...state.values()].includes("running")) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

await Promise.all([...Array(atOnce).fill(false), true].map(worker));
for (const [name, what] of state) {
  if (what !== "waiting") continue;
  failed += 1;
  console.log(`FAILED ${name} (could not run)`);
}
try {
  database.stop();
} catch (error) {
  console.log(`the test database did not stop: ${error}`);
}
for (const { name, why } of said) console.log(`failed: ${name}\n${indent(why)}`);
console.log(`in ${Math.round((Date.now() - began) / 1000)} s`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
