import type { Page } from "@playwright/test";
import { type Demo, startDemo } from "./demo";
import { test as base, expect, expectAccessible, expectRefused } from "./journey";
import { worldOn } from "./world";

// The demo itself, as `make run` starts it: product, provider and CRM are three sites.
const test = base.extend<object, { demo: Demo }>({
  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use) => {
      const demo = await startDemo();
      await use(demo);
      await demo.stop();
    },
    { scope: "worker" },
  ],
  world: async ({ demo }, use, info) =>
    use({ ...worldOn(info.project.name), url: demo.url, sites: [demo.provider, demo.crm] }),
});
test.describe.configure({ mode: "default" }); // one demo for all
const password = "open-sesame-demo";

test("an agent enters the CRM by Google without a page of Latchkey, and again without a question", async ({
  page,
  demo,
}) => {
  const opened: string[] = [];
  page.on("framenavigated", (frame) => opened.push(frame.url()));
  const asked = page.waitForRequest(/\/oauth\/authorize/);
  await page.goto(demo.crm);
  await page.getByRole("link", { name: "Acme Support, with Google" }).click();
  expect((await (await asked).allHeaders())["sec-fetch-site"]).toBe("cross-site");
  await choose(page, "lena@acme.example");
  await expectContacts(page, ["Lena Fischer", "Agent", "Acme Support"]);
  await expectAccessible(page);
  expect(opened).not.toContain(`${demo.url}/`);

  await page.context().clearCookies({ name: "crm_session" });
  await page.goto(demo.crm);
  opened.length = 0;
  await page.getByRole("link", { name: "Another company" }).click();
  await expectContacts(page, ["Lena Fischer"]);
  expect(opened).toEqual([`${demo.crm}/`]);
});

test("who is refused reads our refusal, and comes into the CRM from there by another way", async ({ page, demo }) => {
  await page.goto(`${demo.crm}/login?company=acme&with=google`);
  await choose(page, "stranger@acme.example");
  await expectRefused(page, "User not authorized");
  await page.getByRole("link", { name: "Back to sign-in" }).click();
  await signIn(page, "maya@acme.example");
  await expectContacts(page, ["Maya Ortiz"]);
});

test("the sign-in page in between speaks the language of the browser, and leads back to the CRM", async ({
  browser,
  demo,
  watch,
}) => {
  for (const [locale, language, heading] of [
    ["es-MX", "es", "Iniciar sesión en"],
    ["zh-CN", "zh-Hans", "登录"],
    ["ar-EG", "ar", "تسجيل الدخول إلى"],
  ] as const) {
    const context = await browser.newContext({ locale });
    watch(context);
    const page = await context.newPage();
    await page.goto(`${demo.crm}/login?company=acme`);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(heading);
    await expect(page.locator("html")).toHaveAttribute("lang", language);
    await expectAccessible(page);
    if (language === "ar") {
      await signIn(page, "maya@acme.example");
      await expectContacts(page, ["Maya Ortiz"]);
    }
    await context.close();
  }
});

test("the language that an application asks for is used, unless the person picked one", async ({ page, demo }) => {
  const asked = await requestOf(page, demo, { ui_locales: "fi es-MX" });
  await page.goto(asked);
  await expect(page.locator("html")).toHaveAttribute("lang", "es");
  await page.getByRole("combobox").selectOption("zh-Hans");
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-Hans");
  await page.goto(asked);
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-Hans");
});

test("two tabs with states of thousands of characters both come back to the CRM", async ({ page, demo }) => {
  const tabs = [];
  for (const letter of ["a", "b"]) {
    const tab = await page.context().newPage();
    const state = letter.repeat(20) + [...crypto.getRandomValues(new Uint8Array(1500))].join("").slice(0, 3000);
    await tab.route(`${demo.crm}/callback?**`, (route) => route.fulfill({ body: "back" }));
    await tab.goto(await requestOf(page, demo, { state }));
    tabs.push({ tab, state });
  }
  for (const { tab, state } of tabs) {
    const back = tab.waitForRequest(`${demo.crm}/callback?**`);
    await signIn(tab, "maya@acme.example");
    expect(new URL((await back).url()).searchParams.get("state")).toBe(state);
    await tab.close();
  }
});

test("who signs out of the CRM is signed out of Latchkey too, and back in the CRM", async ({ page, demo }) => {
  await page.goto(`${demo.crm}/login?company=globex`);
  await signIn(page, "hank@globex.example");
  await expectContacts(page, ["Hank Scorpio", "Globex"]);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Open your workspace" })).toBeVisible();
  await expect(page).toHaveURL(`${demo.crm}/`);
  await page.goto(`${demo.crm}/login?company=globex`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Sign in to");
});

test("whose access a super admin takes away is signed out of the CRM", async ({ page, demo, visitor }) => {
  await page.goto(`${demo.crm}/login?company=acme`);
  await signIn(page, "ben@acme.example");
  await expectContacts(page, ["Ben Okafor"]);
  const admin = await visitor();
  await admin.goto("/o/acme/sign-in");
  await signIn(admin, "sofia@acme.example");
  await admin.getByRole("link", { name: "Users", exact: true }).click();
  await admin.getByRole("link", { name: "Ben Okafor" }).click();
  await admin.getByRole("button", { name: "Deactivate" }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "Deactivate" }).click();
  await expect(admin.getByText("Ben Okafor was deactivated.")).toBeVisible();
  await expect(async () => {
    await page.goto(demo.crm);
    await expect(page.getByRole("status")).toContainText("Your session was ended", { timeout: 100 });
  }).toPass();
});

/** The request of the CRM for a sign-in to acme, with some of it changed. */
async function requestOf(page: Page, demo: Demo, change: Record<string, string>): Promise<string> {
  const answer = await page.request.get(`${demo.crm.replace("crm.localhost", "127.0.0.1")}/login?company=acme`, {
    maxRedirects: 0,
  });
  const asked = new URL(answer.headers().location ?? "");
  for (const [name, value] of Object.entries(change)) asked.searchParams.set(name, value);
  return asked.href;
}

/** Chooses an account on the demo provider's page. */
const choose = (page: Page, email: string) => page.getByRole("button", { name: email, exact: true }).click();

/** By the form alone, whatever the page says. */
async function signIn(page: Page, email: string) {
  await page.locator('input[autocomplete="username"]').fill(email);
  await page.locator('input[autocomplete="current-password"]').fill(password);
  await page.locator('input[autocomplete="current-password"]').press("Enter");
}

/** The CRM shows its contacts, and who reads them. */
async function expectContacts(page: Page, about: string[]) {
  await expect(page.getByRole("heading", { name: "Contacts" })).toBeVisible();
  for (const text of about) await expect(page.getByRole("banner")).toContainText(text);
}
