// How soon the pages of the app are there for somebody on a phone who has never seen them:
// slow 4G, a processor that takes four times as long, nothing kept. Prints a table. `make bench`
// runs it. RUNS says how often each is tried, SHOW=1 what each asks for, arguments which pages. What must
// hold of requests and layout shifts is held by e2e/budget.spec.ts.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { findChromium } from "../../.ci/chromium.mjs";

const slow4G = { offline: false, latency: 560, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 };
const slowdown = 4;
const goals = { shell: 1800, content: 3000, requests: 12, shift: 0.02 };
const runs = Number(process.env.RUNS ?? 3);
const only = process.argv.slice(2);

const demo = await startDemo();
const browser = await chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox", "--disable-gpu"] });
try {
  const rows = [];
  for (const look of [{ width: 1280, height: 800 }]) {
    const context = await browser.newContext({ viewport: look });
    await context.addInitScript(watch);
    const connection = await signIn(context);
    for (const path of pathsOf(connection).filter((path) => only.length === 0 || only.includes(path)))
      rows.push(await best(context, path));
  }
  print(rows);
} finally {
  await browser.close();
  demo.stop();
}

/** Every page of the app. */
function pathsOf(connection) {
  const at = `/sso-settings/connections/${connection}`;
  return [
    "/",
    "/profile",
    "/profile/security",
    "/sso-settings",
    "/sso-settings/policy",
    "/sso-settings/require",
    "/sso-settings/domains",
    "/sso-settings/branding",
    at,
    `${at}/test`,
    `${at}/preview`,
    "/applications",
    "/users",
    "/users/import",
    "/roles",
    "/api-keys",
    "/webhooks",
    "/sign-in-log",
    "/sign-in-log/mails",
    "/sign-in-log/changes",
  ];
}

/** Signs in as a super admin, and gives the id of a connection. */
async function signIn(context) {
  const page = await context.newPage();
  await page.goto(`${demo.url}/o/acme/sign-in?stay=1`);
  await page.fill("#email", "sofia@acme.example");
  await page.fill("#password", "open-sesame-demo");
  await page.keyboard.press("Enter");
  await page.waitForURL(`${demo.url}/`);
  await page.goto(`${demo.url}/sso-settings`);
  const link = page.locator('a[href^="/sso-settings/connections/"]').first();
  const href = await link.getAttribute("href");
  await page.close();
  return href.split("/")[3];
}

/** The quickest of some runs: others use this machine too. */
async function best(context, path) {
  const all = [];
  for (let run = 0; run < runs; run++) all.push(await measure(context, path));
  return all.reduce((a, b) => (b.content < a.content ? b : a));
}

async function measure(context, path) {
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send("Network.enable");
  await devtools.send("Network.clearBrowserCache");
  await devtools.send("Network.emulateNetworkConditions", slow4G);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  const requests = new Map();
  devtools.on("Network.requestWillBeSent", ({ requestId, request, wallTime }) => {
    if (request.url.startsWith("http")) requests.set(requestId, { url: request.url, at: wallTime * 1000, bytes: 0 });
  });
  devtools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const one = requests.get(requestId);
    if (one) one.bytes = encodedDataLength;
  });
  await page.goto(demo.url + path, { waitUntil: "commit" });
  const seen = await whole(devtools);
  const before = [...requests.values()].filter(({ at }) => at < seen.origin + seen.content);
  if (process.env.SHOW)
    for (const { url, at, bytes } of requests.values())
      console.error(Math.round(at - seen.origin), bytes, url.replace(demo.url, ""));
  await page.close();
  return { path, ...seen, requests: before.length, bytes: before.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/**
 * What is seen of a page once its content has stood for two seconds: a page asks for all that it needs within that. It is
 * asked for from outside and seldom: whatever a tool puts into the page is run by the slow processor as well.
 */
async function whole(devtools) {
  for (let tries = 0; tries < 120; tries++) {
    await new Promise((later) => setTimeout(later, 500));
    const { result } = await devtools.send("Runtime.evaluate", {
      expression: "globalThis.seen?.()",
      returnByValue: true,
    });
    if (result.value?.content > 0 && result.value.now - result.value.content > 2000) return result.value;
  }
  throw new Error("the page does not come");
}

/** Runs in the page: notes when the frame is painted, when the content is there and whether something moved. */
function watch() {
  let content = 0;
  let isLooking = false;
  let shift = 0;
  const shifts = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      shift += entry.hadRecentInput ? 0 : entry.value;
      for (const { node } of entry.sources)
        shifts.push(`${entry.value.toFixed(3)} ${node?.nodeName}.${node?.className}`);
    }
  }).observe({ type: "layout-shift", buffered: true });
  const isSeen = (title) => title?.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const isThere = () =>
    isSeen(document.querySelector("#root main h1:not(.vh)")) &&
    !document.querySelector("#root main :is(.mantine-Skeleton-root, .mantine-Loader-root)");
  const look = () => {
    const there = isThere();
    if (there && content === 0) content = performance.now();
    if (!there) content = 0;
    isLooking = false;
  };
  // Whenever something changed, at the next frame: a look at each frame would cost a slow phone what is measured.
  new MutationObserver(() => {
    if (!isLooking) requestAnimationFrame(look);
    isLooking = true;
  }).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ["class"] });
  globalThis.seen = () => ({
    now: performance.now(),
    origin: performance.timeOrigin,
    shell: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.POSITIVE_INFINITY,
    content,
    shift,
    shifts,
  });
}

async function startDemo() {
  const [port, provider, crm] = await Promise.all([freePort(), freePort(), freePort()]);
  const folder = mkdtempSync(join(tmpdir(), "latchkey-bench-"));
  const env = {
    PATH: process.env.PATH,
    PORT: port,
    DEMO_PROVIDER_PORT: provider,
    DEMO_CRM_PORT: crm,
    LATCHKEY_DATA_DIR: folder,
  };
  const child = spawn(process.env.BINARY ?? "bin/latchkey", ["demo"], { env, stdio: "ignore" });
  const url = `http://localhost:${port}`;
  for (let tries = 0; ; tries++) {
    if ((await fetch(`${url}/readyz`).catch(() => null))?.ok) break;
    if (tries > 300) throw new Error("the demo does not start");
    await new Promise((later) => setTimeout(later, 100));
  }
  const stop = () => {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, stop };
}

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(String(port)));
    });
  });
}

function print(rows) {
  console.log(
    "\n| page, cold on slow 4G with a slow phone | frame painted | content | requests | KB | layout shift |\n|---|---|---|---|---|---|",
  );
  for (const row of rows) {
    const over = (value, most, text) => (value > most ? `**${text}**` : text);
    const cells = [
      row.path.replace(/[\w-]{22}/, ":id"),
      over(row.shell, goals.shell, `${Math.round(row.shell)} ms`),
      over(row.content || Number.POSITIVE_INFINITY, goals.content, `${Math.round(row.content)} ms`),
      over(row.requests, goals.requests, String(row.requests)),
      String(Math.round(row.bytes / 1024)),
      over(row.shift, goals.shift, row.shift.toFixed(3)),
    ];
    console.log(`| ${cells.join(" | ")} |`);
    if (process.env.SHOW) console.log(row.shifts.join("\n"));
  }
}
