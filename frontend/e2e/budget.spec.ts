/** What a page of the app costs until it is there: requests, bytes and how far its parts push each other. Time is for `make bench`. */
import type { Page } from "@playwright/test";
import { firsts } from "../src/first-calls";
import { languages } from "../src/text/languages";
import { type Demo, startDemo } from "./demo";
import { test as base, expect, signInWithPassword } from "./journey";
import { worldOn } from "./world";

/** Of each page; the bytes are those of the bodies, packed. */
const budget = { requests: 12, bytes: 186 * 1024, shift: 0.02 };

/** Of what the sign-in page names, but for the icon of 0.2 KB, which a browser without windows does not fetch. */
const signInBudget = { requests: 3, bytes: 15_600 };

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
  await page.addInitScript(watch);
  await page.goto("/o/acme/sign-in?stay=1");
  await signInWithPassword(page, "sofia@acme.example", "open-sesame-demo");
  await page.waitForURL(`${demo.url}/`);
  await page.goto("/sso-settings");
  const edit = page.locator('a[href^="/sso-settings/connections/"]').first();
  const connection = (await edit.getAttribute("href"))?.split("/").slice(0, 4).join("/") ?? "";
  for (const pattern of Object.keys(firsts)) {
    const path = pattern.replace("/sso-settings/connections/:id", connection);
    const asked = await open(page, path);
    const { first, bytes, shifted } = await page.evaluate(() => (globalThis as unknown as { seen: () => Seen }).seen());
    expect.soft(first.length, `${path}\n${first.join("\n")}`).toBeLessThanOrEqual(budget.requests);
    expect.soft(bytes, `bytes: ${path}\n${first.join("\n")}`).toBeLessThanOrEqual(budget.bytes);
    expect.soft(new Set(asked).size, `twice: ${path}\n${asked.join("\n")}`).toBe(asked.length);
    expect.soft(shifted, path).toBeLessThan(budget.shift);
  }
});

// The build holds what it makes to 15 KB (build/size.mjs); here is what is sent, with what the organization says of itself.
test("the sign-in page is sent packed, in few requests, in every language", async ({ page, demo }) => {
  await page.addInitScript(watch);
  for (const language of Object.keys(languages)) {
    await page.context().addCookies([{ name: "latchkey_language", value: language, url: demo.url }]);
    const answer = await page.goto("/o/acme/sign-in?stay=1");
    expect(answer?.headers()["content-encoding"]).toBe("gzip");
    await expect(page.locator("#email")).toBeVisible();
    const { named, sent } = await page.evaluate(() => (globalThis as unknown as { seen: () => Seen }).seen());
    expect.soft(named.length, named.join("\n")).toBeLessThanOrEqual(signInBudget.requests);
    expect.soft(sent, `${language}\n${named.join("\n")}`).toBeLessThanOrEqual(signInBudget.bytes);
  }
});

interface Seen {
  /** The document and the files that it names, and their bytes. */
  named: string[];
  sent: number;
  /** What was asked before the page was there. */
  first: string[];
  bytes: number;
  /** How far its parts pushed each other. */
  shifted: number;
}

/** Loads a page as if for the first time, and gives what it asked for until it was there. */
async function open(page: Page, path: string): Promise<string[]> {
  const asked: string[] = [];
  const note = (request: { method(): string; url(): string }) => {
    if (request.url().startsWith("http")) asked.push(`${request.method()} ${request.url()}`);
  };
  // What was asked ahead and may not be asked would be in vain.
  const check = (answer: { status(): number; url(): string }) =>
    expect.soft(answer.status(), answer.url()).toBeLessThan(400);
  page.on("request", note);
  page.on("response", check);
  await page.goto(path);
  await expect(page.locator("html:not(.coming) #root main h1:not(.vh)")).toBeVisible();
  await expect(page.locator("#root main .mantine-Skeleton-root")).toHaveCount(0);
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
  new MutationObserver(() => {
    if (!isThere()) shown = Number.POSITIVE_INFINITY;
    else if (shown === Number.POSITIVE_INFINITY) shown = performance.now();
  }).observe(document, { attributes: true, childList: true, subtree: true, attributeFilter: ["class"] });
  const isFirst = ({ startTime }: PerformanceEntry) => startTime < shown;
  const all = () =>
    [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")].filter(({ name }) =>
      name.startsWith("http"),
    );
  const asked = () => all().filter(isFirst);
  const files = () => [...document.querySelectorAll<HTMLElement>("script[src], link[rel=stylesheet]")];
  const addresses = () => files().map((one) => (one as HTMLScriptElement).src || (one as HTMLLinkElement).href);
  const named = () => all().filter(({ name, entryType }) => entryType === "navigation" || addresses().includes(name));
  const weigh = (entries: PerformanceEntry[]) =>
    entries.reduce((sum, one) => sum + (one as PerformanceResourceTiming).encodedBodySize, 0);
  Object.assign(globalThis, {
    seen: () => ({
      shifted,
      first: asked().map(({ name }) => name),
      bytes: weigh(asked()),
      named: named().map(({ name }) => name),
      sent: weigh(named()),
    }),
  });
}
