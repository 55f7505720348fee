/** What a page of the app costs until it is there: requests, bytes and how far its parts push each other. Time is for `make bench`. */
import type { Page, Request } from "@playwright/test";
import { firsts } from "../src/first-calls";
import { languages } from "../src/text/languages.gen";
import { type Demo, startDemo } from "./demo";
import { test as base, expect, signInWithPassword } from "./journey";
import { worldOn } from "./world";

/** Of each page; the bytes are those of the bodies, packed. */
const budget = { bytes: 186 * 1024, shift: 0.02 };

/** How many requests each page takes: the document, its scripts and styles, the session, and what it asks. None may take more than 12. */
const requests: Record<string, number> = {
  "/": 11,
  "/profile": 7,
  "/profile/security": 10,
  "/sso-settings": 10,
  "/sso-settings/policy": 9,
  "/sso-settings/require": 9,
  "/sso-settings/domains": 8,
  "/sso-settings/branding": 8,
  "/sso-settings/connections/:id": 12,
  "/sso-settings/connections/:id/test": 10,
  "/sso-settings/connections/:id/preview": 9,
  "/applications": 8,
  "/users": 10,
  "/users/import": 11,
  "/roles": 11,
  "/api-keys": 8,
  "/webhooks": 8,
  "/sign-in-log": 11,
  "/sign-in-log/mails": 9,
  "/sign-in-log/changes": 10,
};

/** Of the first view of the sign-in page, with its icon; the bytes are those of the bodies as they are sent. */
const signInBudget = { requests: 4, bytes: 15 * 1024 };

// The organization whose pages the benchmark opens (frontend/bench/pages.mjs): what it counts is held here.
const test = base.extend<{ demo: Demo }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  demo: async ({}, use) => {
    const demo = await startDemo();
    await use(demo);
    await demo.stop();
  },
  world: async ({ demo }, use, info) =>
    use({ ...worldOn(info.project.name), url: demo.url, sites: [demo.provider, demo.crm] }),
});

test("every page is there with few requests and bytes, none twice and none in vain, and stands still", async ({
  page,
  demo,
}) => {
  const connection = await begin(page, demo);
  for (const pattern of Object.keys(firsts)) {
    const path = pattern.replace("/sso-settings/connections/:id", connection);
    const asked = await open(page, path);
    const { first, bytes, shifted } = await seen(page);
    expect.soft(first.length, `${path}\n${first.join("\n")}`).toBeLessThanOrEqual(requests[pattern] ?? 0);
    expect.soft(bytes, `bytes: ${path}\n${first.join("\n")}`).toBeLessThanOrEqual(budget.bytes);
    expect.soft(new Set(asked).size, `twice: ${path}\n${asked.join("\n")}`).toBe(asked.length);
    expect.soft(shifted, path).toBeLessThan(budget.shift);
  }
});

// Each such question takes as long again on a slow line.
test("no page asks for anything only once another question is answered", async ({ page, demo }) => {
  const connection = await begin(page, demo);
  for (const pattern of Object.keys(firsts)) {
    const path = pattern.replace("/sso-settings/connections/:id", connection);
    const late = new Set<string>();
    let isAnswered = false;
    let answer = () => {};
    const answered = new Promise<void>((done) => {
      answer = done;
    });
    await page.route(/\/(api\/v1\/(me|organizations)|assets)\b/, async (route) => {
      const url = route.request().url();
      if (isAnswered) late.add(url);
      if (url.includes("/api/")) await answered;
      await route.continue();
    });
    await page.goto(path, { waitUntil: "commit" });
    // The app is there, and what it asks without an answer is asked.
    await page.waitForSelector("#root > *", { state: "attached" });
    isAnswered = true;
    answer();
    await isThere(page);
    const { first } = await seen(page);
    expect
      .soft(
        first.filter((url) => late.has(url)),
        path,
      )
      .toEqual([]);
    await page.unrouteAll({ behavior: "wait" });
  }
});

// On a slow phone the frame gives way before the last part is there. The page that asks for the most is held to its budget then, too.
test("a page whose answers take long asks for nothing that can wait before it is there", async ({ page, demo }) => {
  const path = await begin(page, demo);
  let answer = () => {};
  const answered = new Promise<void>((done) => {
    answer = done;
  });
  await page.route(/\/api\/v1\/organizations\//, (route) => answered.then(() => route.continue()));
  await page.goto(path, { waitUntil: "commit" });
  await expect.poll(async () => (await seen(page)).gaveWay).toBe(true);
  const mark = page.waitForRequest(/\/connections$/);
  // What is asked when the frame gives way is asked by now.
  await page.evaluate(() => new Promise((later) => setTimeout(later, 100)));
  answer();
  await isThere(page);
  await mark;
  const { first } = await seen(page);
  expect(first.length, first.join("\n")).toBeLessThanOrEqual(requests["/sso-settings/connections/:id"] ?? 0);
});

// The build holds what it makes to this (build/size.mjs); here is what the server sends.
test("the sign-in page is sent packed, in few requests, in every language", async ({ page, demo }) => {
  await page.addInitScript(watch);
  for (const language of Object.keys(languages)) {
    await page.context().addCookies([{ name: "latchkey_language", value: language, url: demo.url }]);
    const answer = await page.goto("/o/acme/sign-in?stay=1");
    expect(answer?.headers()["content-encoding"]).toBe("gzip");
    await expect(page.locator("#email")).toBeVisible();
    // A browser without windows does not fetch the icon by itself.
    await page.evaluate(() => fetch(document.querySelector<HTMLLinkElement>("link[rel=icon]")?.href ?? ""));
    const { named, sent, weights } = await seen(page);
    expect.soft(Math.min(...weights), named.join("\n")).toBeGreaterThan(0);
    expect.soft(named.length, named.join("\n")).toBeLessThanOrEqual(signInBudget.requests);
    expect.soft(sent, `${language}\n${named.join("\n")}`).toBeLessThanOrEqual(signInBudget.bytes);
  }
});

interface Seen {
  /** The document and the files that it names, and their bytes. */
  named: string[];
  sent: number;
  weights: number[];
  /** What was asked before the page was there. */
  first: string[];
  bytes: number;
  /** Whether the frame of the document, which stands there first, has given way to the page. */
  gaveWay: boolean;
  /** How far its parts pushed each other. */
  shifted: number;
}

/** Signs in as a super admin, and gives the address of a connection's page. */
async function begin(page: Page, demo: Demo): Promise<string> {
  await page.addInitScript(watch);
  await page.goto("/o/acme/sign-in?stay=1");
  await signInWithPassword(page, "sofia@acme.example", "open-sesame-demo");
  await page.waitForURL(`${demo.url}/`);
  await page.goto("/sso-settings");
  const edit = page.locator('a[href^="/sso-settings/connections/"]').first();
  return (await edit.getAttribute("href"))?.split("/").slice(0, 4).join("/") ?? "";
}

function seen(page: Page): Promise<Seen> {
  return page.evaluate(() => (globalThis as unknown as { seen: () => Seen }).seen());
}

async function isThere(page: Page): Promise<void> {
  await expect(page.locator("html:not(.coming) #root main h1:not(.vh)")).toBeVisible();
  await expect(page.locator("#root main .mantine-Skeleton-root")).toHaveCount(0);
}

/** Loads a page as if for the first time, and gives what it asked for until it was there. */
async function open(page: Page, path: string): Promise<string[]> {
  const asked: string[] = [];
  const note = (request: Request) => {
    if (request.url().startsWith("http")) asked.push(`${request.method()} ${request.url()}`);
  };
  // What was asked ahead and may not be asked would be in vain.
  const check = (answer: { status(): number; url(): string }) =>
    expect.soft(answer.status(), answer.url()).toBeLessThan(400);
  // What comes before the document is there is still asked by the page of before.
  const forget = () => asked.splice(0);
  page.on("framenavigated", forget);
  page.on("request", note);
  page.on("response", check);
  await page.goto(path);
  await isThere(page);
  page.off("framenavigated", forget);
  page.off("request", note);
  page.off("response", check);
  return asked;
}

/** Runs in the page. */
function watch() {
  let shifted = 0;
  let shown = Number.POSITIVE_INFINITY;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) shifted += (entry as unknown as { value: number }).value;
  }).observe({ type: "layout-shift", buffered: true });
  // As the benchmark has it: a page whose frame is gone while parts of it are still to come is not there yet.
  const isThere = () =>
    document.querySelector("html:not(.coming) #root main h1:not(.vh)") &&
    !document.querySelector("#root main :is(.mantine-Skeleton-root, .mantine-Loader-root)");
  let wasComing = false;
  let gaveWay = false;
  const look = () => {
    if (isThere() && shown === Number.POSITIVE_INFINITY) shown = performance.now();
  };
  new MutationObserver(() => {
    const isComing = document.documentElement.classList.contains("coming");
    gaveWay ||= wasComing && !isComing;
    wasComing = isComing;
    if (!isThere()) shown = Number.POSITIVE_INFINITY;
    // When it is painted: what is asked between its coming and that is asked before somebody sees it.
    else if (shown === Number.POSITIVE_INFINITY) requestAnimationFrame(look);
  }).observe(document, { attributes: true, childList: true, subtree: true, attributeFilter: ["class"] });
  const isFirst = ({ startTime }: PerformanceEntry) => startTime < shown;
  const all = () =>
    [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")].filter(({ name }) =>
      name.startsWith("http"),
    );
  const asked = () => all().filter(isFirst);
  const files = () => [...document.querySelectorAll<HTMLElement>("script[src], link:is([rel=stylesheet], [rel=icon])")];
  const addresses = () => files().map((one) => (one as HTMLScriptElement).src || (one as HTMLLinkElement).href);
  const named = () => all().filter(({ name, entryType }) => entryType === "navigation" || addresses().includes(name));
  const weigh = (entries: PerformanceEntry[]) =>
    entries.reduce((sum, one) => sum + (one as PerformanceResourceTiming).encodedBodySize, 0);
  Object.assign(globalThis, {
    seen: () => ({
      shifted,
      gaveWay,
      first: asked().map(({ name }) => name),
      bytes: weigh(asked()),
      named: named().map(({ name }) => name),
      sent: weigh(named()),
      weights: named().map((one) => weigh([one])),
    }),
  });
}
