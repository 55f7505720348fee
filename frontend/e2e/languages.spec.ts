import type { Browser, BrowserContext, Page, Request } from "@playwright/test";
import { expect, expectAccessible, test } from "./journey";
import { accountAt, withGoogle } from "./organizations";
import { password, person } from "./people";

const reset = "5Jx0nJ2c9m3y1W8v0b7QkqfV6sYz4tRdLhPpUaEgXwM";

/** The pages before the sign-in, by address: nothing here goes by what they say. */
const before = (code: string) => [
  `/o/${code}/sign-in`,
  `/o/${code}/forgot-password`,
  `/o/${code}/reset-password#${reset}`,
  `/o/${code}/bypass`,
  `/o/${code}/sign-in/refused?reason=user_not_authorized&provider=google&ref=7F3K-92QD`,
  `/o/${code}/link-account`,
  "/sign-in",
  "/nowhere",
];

/** The pages of a person, and those of a super admin. */
const own = ["/", "/profile", "/profile/security"];
const settings = (connection: string) => [
  "/sso-settings",
  connection,
  `${connection}/test`,
  `${connection}/preview`,
  "/sso-settings/policy",
  "/sso-settings/require",
  "/sso-settings/domains",
  "/users",
  "/sign-in-log",
  "/sign-in-log/changes",
  "/sign-in-log/mails",
];

test("a browser's language, another one picked, and the person's own", async ({ browser, world, watch }) => {
  const agent = "zuben@nexus.example";
  world.apply(withGoogle("nexus", "nexus.apps.googleusercontent.com", [person(agent)]));
  const page = await speaking(browser, world.url, watch, { locale: "ar" });
  await page.goto("/o/nexus/sign-in");
  await expect(page.locator("html")).toHaveAttribute("lang", "ar");
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  await expect(page.getByRole("combobox")).toHaveValue("ar");
  await page.getByRole("combobox").selectOption("es");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Iniciar sesión en Nexus");
  await enterAnywhere(page, agent);
  await expect(page.locator("html")).toHaveAttribute("lang", "es");

  await page.goto("/profile");
  await page.locator('select[name="language"]').selectOption("zh-Hans");
  await page.getByRole("button", { name: "Guardar" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-Hans");

  const elsewhere = await speaking(browser, world.url, watch, { locale: "en-US" });
  await elsewhere.goto("/o/nexus/sign-in");
  await expect(elsewhere.getByRole("heading", { level: 1 })).toHaveText("Sign in to Nexus");
  await enterAnywhere(elsewhere, agent);
  await expect(elsewhere.locator("html")).toHaveAttribute("lang", "zh-Hans");
  await elsewhere.goto("/o/nexus/sign-in");
});

test("picking a language keeps the secret of a link that is open", async ({ page, world }) => {
  world.apply(withGoogle("offworld", "offworld.apps.googleusercontent.com", [person("eldon@offworld.example")]));
  await page.goto(`/o/offworld/reset-password#${reset}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Set a new password for Offworld");
  expect(page.url()).not.toContain("#");
  await page.getByRole("combobox").selectOption("es");
  await expect(page.locator("html")).toHaveAttribute("lang", "es");
  await expect(page.locator('input[autocomplete="new-password"]')).toBeVisible();
  expect(page.url()).not.toContain("#");
});

for (const language of ["en", "es", "zh-Hans", "ar"])
  test(`every page before and after the sign-in in ${language}: axe, nothing to scroll at 360`, async ({
    browser,
    world,
    watch,
  }) => {
    const code = `speaks-${language.toLowerCase()}`;
    const agent = `agent@${code}.example`;
    world.apply(withGoogle(code, `${code}.apps.googleusercontent.com`, [person(agent)]));
    const page = await speaking(browser, world.url, watch, { language });
    for (const path of before(code)) await look(page, path, language);
    await page.goto(`/o/${code}/sign-in`);
    await enterAnywhere(page, agent);
    for (const path of own) await look(page, path, language);
  });

test("the settings in Arabic: axe, nothing to scroll at 360", async ({ browser, world, watch }) => {
  const { page, paths } = await superAdmin(browser, world, watch, "ar");
  for (const path of paths) await look(page, path, "ar");
});

// The pseudo-locale puts every text of a catalogue between brackets; what is left outside is data. Its texts are
// much longer than the English ones, and run from the right.
test("no page says a word that is in no catalogue, and long texts fit a phone", async ({ browser, world, watch }) => {
  const { page, paths, known } = await superAdmin(browser, world, watch, "ar-XB");
  await page.setViewportSize({ width: 360, height: 800 });
  for (const path of [...before("speaks-xb"), ...own, ...paths, "/users/import", "/webhooks"]) {
    await loaded(page, path);
    const text = await page.evaluate(() => {
      for (const choice of document.querySelectorAll("select")) choice.style.display = "none"; // time zones, languages
      return document.body.innerText;
    });
    expect.soft(unspoken(text, known), path).toEqual([]);
    expect.soft(await cutLabels(page), `${path}: buttons whose words are cut`).toEqual([]);
    await expectNoScroll(page, path);
  }
});

/** A browser that speaks a language: its own, or one that was picked in it. */
async function speaking(
  browser: Browser,
  baseURL: string,
  watch: (context: BrowserContext) => void,
  { locale = "en-US", language = "" },
): Promise<Page> {
  const context = await browser.newContext({ baseURL, locale });
  watch(context);
  if (language) await context.addCookies([{ name: "latchkey_language", value: language, url: baseURL }]);
  return context.newPage();
}

/** A super admin of an organization of their own, and the pages of the settings. */
async function superAdmin(
  browser: Browser,
  world: { url: string; apply(document: string): void } & Record<"account", (a: never) => Promise<void>>,
  watch: (context: BrowserContext) => void,
  language: string,
) {
  const code = language === "ar-XB" ? "speaks-xb" : `rules-${language}`;
  const admin = `admin@${code}.example`;
  world.apply(
    withGoogle(code, `${code}.apps.googleusercontent.com`, [
      person(admin, ", role: super_admin"),
      person(`agent@${code}.example`),
    ]),
  );
  await world.account(accountAt("google", admin) as never);
  const page = await speaking(browser, world.url, watch, { language });
  await page.goto(`/o/${code}/sign-in`);
  await enterAnywhere(page, admin);
  await page.goto("/sso-settings");
  const connection = await page.locator('a[href^="/sso-settings/connections/"]').first().getAttribute("href");
  const paths = settings(connection?.replace(/\/(test|preview)$/, "") ?? "");
  return {
    page,
    paths,
    known: [
      admin,
      `agent@${code}.example`,
      `${code}.example`,
      "openid email profile",
      "admin",
      "agent",
      code,
      code.charAt(0).toUpperCase() + code.slice(1),
    ],
  };
}

/** Signs in by the form alone, whatever the page says. */
async function enterAnywhere(page: Page, email: string) {
  await page.locator('input[autocomplete="username"]').fill(email);
  await page.locator('input[autocomplete="current-password"]').fill(password);
  await page.locator('input[autocomplete="current-password"]').press("Enter");
  await expect(page).toHaveURL(/\/$/);
  await expect(page.getByRole("main")).toContainText(email);
}

async function loaded(page: Page, path: string) {
  const answers = listenFor(page);
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await answers.all();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible(); // of what they brought
  await answers.all();
  answers.end();
  await expect(page.locator(".mantine-Skeleton-root")).toHaveCount(0);
}

/** Waits for the answers to all that a page asks for, and to what it asks for when it has them. */
function listenFor(page: Page) {
  const waiting = new Set<Request>();
  const asked = (request: Request) => waiting.add(request);
  const answered = (request: Request) => waiting.delete(request);
  page.on("request", asked).on("requestfinished", answered).on("requestfailed", answered);
  const drawn = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  return {
    async all() {
      for (let calm = 0; calm < 5; calm = waiting.size === 0 ? calm + 1 : 0) await drawn();
    },
    end() {
      page.off("request", asked).off("requestfinished", answered).off("requestfailed", answered);
    },
  };
}

/** No finding of axe where the elements are not those of the page in another language, light and dark by turns, and nothing to scroll sideways on a phone. */
async function look(page: Page, path: string, language: string) {
  const dark = (await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches)) === true;
  await page.emulateMedia({ colorScheme: dark ? "light" : "dark" });
  await loaded(page, path);
  await expect(page.locator("html")).toHaveAttribute("lang", language);
  await expectAccessible(page, path);
  await page.setViewportSize({ width: 360, height: 800 });
  await expectNoScroll(page, path);
  await page.setViewportSize({ width: 1280, height: 800 });
}

/** The words of buttons that are wider than their button. */
function cutLabels(page: Page): Promise<(string | null)[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("button, .mantine-Button-root, .mantine-Button-label")]
      .filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1)
      .map((one) => one.textContent),
  );
}

async function expectNoScroll(page: Page, path: string) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(over, `${path}: pixels to scroll sideways`).toBe(0);
}

/** The words outside of the brackets of the pseudo-locale that are neither data nor names. */
function unspoken(text: string, known: string[]): string[] {
  let rest = text;
  for (let was = ""; was !== rest; ) {
    was = rest;
    rest = rest.replace(/⟦[^⟦⟧]*⟧/g, " ");
  }
  rest = rest.replace(/\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/g, " "); // references
  for (const data of known) rest = rest.replaceAll(data, " ");
  const names =
    /^(Latchkey|Google|Microsoft|Entra|Office|English|Español|Chrome|Chromium|Headless|Linux|https?|localhost|Sept)$/;
  return (rest.match(/[A-Za-z]{4,}[^\s]*/g) ?? []).filter((word) => !names.test(word) && !/[.@/_:\d-]/.test(word));
}
