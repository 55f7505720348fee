/** What every journey uses: the product under test, the provider's page, and a watch on what must never happen. */
import AxeBuilder from "@axe-core/playwright";
import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import { password } from "./people";
import { isFirst, type World, worldOn } from "./world";

interface Fixtures {
  world: World;
  watch: (context: BrowserContext) => void;
  /** A page of somebody else: a browser of its own, watched alike. */
  visitor: () => Promise<Page>;
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  world: async ({}, use, info) => use(worldOn(info.project.name)),
  baseURL: async ({ world }, use) => use(world.url),
  // No journey may violate the content policy, throw, or ask a third party for anything.
  watch: [
    async ({ context, world }, use) => {
      const wrong: string[] = [];
      const contexts: BrowserContext[] = [];
      const watch = (one: BrowserContext) => {
        contexts.push(one);
        listen(one, world, wrong);
      };
      watch(context);
      await use(watch);
      // Where a journey ends, no finding of axe either.
      for (const page of contexts.flatMap((one) => one.pages()).filter((open) => open.url().startsWith(world.url)))
        await expectAccessible(page);
      expect(wrong).toEqual([]);
    },
    { auto: true },
  ],
  visitor: async ({ browser, world, watch }, use) => {
    await use(async () => {
      const context = await browser.newContext({ baseURL: world.url });
      watch(context);
      return context.newPage();
    });
  },
});

export { expect };

function listen(context: BrowserContext, { url, sites }: World, wrong: string[]) {
  context.on("console", (message) => {
    if (/Content Security Policy|TrustedHTML|TrustedScript/i.test(message.text())) wrong.push(message.text());
  });
  context.on("weberror", (error) => wrong.push(String(error.error())));
  context.on("request", (request) => {
    const to = request.url();
    if (![url, ...sites, "http://localhost:", "data:"].some((ours) => to.startsWith(ours))) wrong.push(to);
  });
}

/** Chooses an account on the provider's page. */
export async function chooseAccount(page: Page, email: string) {
  await expect(page.getByRole("heading", { name: "Choose an account" })).toBeVisible();
  const choice = { name: email, exact: true };
  await page.getByRole("button", choice).or(page.getByRole("link", choice)).click();
}

/** From the sign-in page of an organization through the provider. */
export async function signInWith(page: Page, provider: string, email: string, organization = "acme") {
  await page.goto(`/o/${organization}/sign-in`);
  await page.getByRole("button", { name: `Sign in with ${provider}` }).click();
  await chooseAccount(page, email);
}

export async function signInWithPassword(page: Page, email: string, password: string) {
  await page.getByLabel("E-mail", { exact: true }).fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** Signs in by password at the organization's page. */
export async function enter(page: Page, organization: string, email: string) {
  await page.goto(`/o/${organization}/sign-in`);
  await signInWithPassword(page, email, password);
  await expectHome(page, email, "Signed in with password");
}

export async function signOut(page: Page) {
  await page.getByRole("button", { name: /account menu/i }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: /^Sign in to / })).toBeVisible();
}

/** The home page says who is signed in. */
export async function expectHome(page: Page, email: string, how: string) {
  await expect(page.getByRole("heading", { name: "You are signed in" })).toBeVisible();
  await expect(page).toHaveURL(/\/$/);
  await expect(page.getByRole("main")).toContainText(email);
  await expect(page.getByRole("main")).toContainText(how);
}

/** The refused page: its title, and a reference of the right form. */
export async function expectRefused(page: Page, title: string) {
  await expect(page).toHaveURL(/\/sign-in\/refused\?/);
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading).toHaveText(title);
  await expect(heading).toBeFocused();
  await expect(page.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/)).toBeVisible();
  expect(page.url()).not.toMatch(/code=|state=|error|@|%40/);
}

/** Whether no journey asked this of a page of the same elements, in whatever language: axe would find the same. */
async function isNew(page: Page): Promise<boolean> {
  const elements = await page.evaluate(() => {
    const own = (name: string) => name.startsWith("aria-") || ["class", "role", "type"].includes(name);
    const attribute = ({ name, value }: Attr) =>
      own(name) ? ` ${name}=${value.replace(/[\w:«»-]*\d[\w:«»-]*/g, "#")}` : "";
    return [...document.querySelectorAll("html, body *")]
      .map((element) => element.tagName + [...element.attributes].map(attribute).join(""))
      .join("\n");
  });
  return isFirst(elements);
}

/** What passes is not written down; no rule that we ask for reads stylesheets a second time. */
const findingsAlone = (): Parameters<AxeBuilder["options"]>[0] => ({
  resultTypes: ["violations"],
  preload: { assets: ["media"] },
});

/** No finding of axe on what is shown now, unless some journey has seen a page of the same elements without one. */
export async function expectAccessible(page: Page, what = page.url()) {
  if (await isNew(page)) await look(page, what);
}

/**
 * No finding of axe, whatever was seen before. Whoever looks at a page again in another theme needs the contrast and
 * nothing else. No page has frames, so axe needs no page of its own to put together what it found in them.
 */
export async function expectNoFindings(page: Page, what: string, only?: "colours") {
  await isNew(page); // what is looked at here needs no look where a journey ends
  await look(page, what, only);
}

async function look(page: Page, what: string, only?: "colours") {
  // Until the first page of the app is whole the frame of the document stands over it.
  await expect(page.locator("html.coming")).toHaveCount(0);
  // Of the operations and the programs that a page of the documentation has, all built alike, the first ones.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  axe.exclude(".operation:nth-of-type(n + 5)").exclude("figure:nth-of-type(n + 4)");
  axe.options(findingsAlone());
  if (only === "colours") axe.withRules("color-contrast");
  const { violations } = await axe.analyze();
  expect(
    violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(", ")}`),
    what,
  ).toEqual([]);
}
