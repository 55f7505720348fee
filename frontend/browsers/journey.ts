/** What every journey in the other browsers uses: the browser, a page of its own, and the world of all journeys. */
import { writeFileSync } from "node:fs";
import { test as base, expect } from "@playwright/test";
import { accountAt, nameOf, withGoogle } from "../e2e/organizations";
import { password, person as personLine } from "../e2e/people";
import { type World, worldOn } from "../e2e/world";
import type { Driver } from "./driver";
import { startFirefox } from "./firefox";
import { button, field, heading, link, main, Page } from "./page";
import { startWebKit } from "./webkit";

export { expect };

export const test = base.extend<{ world: World; version: undefined; person: Page }, { driver: Driver }>({
  driver: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use, info) => {
      const driver = await (info.project.name === "Firefox" ? startFirefox() : startWebKit());
      await use(driver);
      await driver.quit();
    },
    { scope: "worker" },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  world: async ({}, use) => use(worldOn("sqlite")),
  version: [
    async ({ driver }, use, info) => {
      info.annotations.push({ type: "version", description: driver.version });
      await use(undefined);
    },
    { auto: true },
  ],
  // One person at a browser that knows nothing yet. It may complain of nothing.
  person: async ({ driver, world }, use, info) => {
    const tab = await driver.open();
    await use(new Page(tab, world.url));
    if (info.status !== info.expectedStatus) {
      const path = info.outputPath("screen.png");
      writeFileSync(path, await tab.screenshot(), "base64");
      await info.attach("screen", { path });
    }
    const { complaints } = tab;
    await tab.close();
    expect(complaints).toEqual([]);
  },
});

/** An organization of this journey in this browser alone. */
export const codeOf = (journey: string) => `${journey}${test.info().project.name.toLowerCase()}`;

/** An organization with Google on, and an account there for each person; what else is said of somebody stands behind. */
export async function withAccounts(world: World, code: string, people: Record<string, string>) {
  const clientId = `${code}.apps.googleusercontent.com`;
  world.apply(
    withGoogle(
      code,
      clientId,
      Object.entries(people).map(([email, extra]) => personLine(email, extra)),
    ),
  );
  for (const email of Object.keys(people)) await world.account(accountAt("google", email));
  await world.registerClient(code, "google", clientId);
}

export async function chooseAccount(page: Page, email: string) {
  await page.expectThere(heading("Choose an account"));
  await page.click(button(email));
}

export async function signInWith(page: Page, provider: string, email: string, organization: string) {
  await page.goto(`/o/${organization}/sign-in`);
  await page.click(button(`Sign in with ${provider}`));
  await chooseAccount(page, email);
}

/** Signs in by password at the organization's page. */
export async function enter(page: Page, organization: string, email: string) {
  await page.goto(`/o/${organization}/sign-in`);
  await page.fill(field("E-mail"), email);
  await page.fill(field("Password"), password);
  await page.click(button("Sign in"));
  await expectHome(page, email, "Signed in with password");
}

export async function signOut(page: Page) {
  await page.click(button(/account menu/i));
  await page.click(button("Sign out"));
  await page.expectThere(heading(/^Sign in to /));
}

/** The home page says who is signed in. */
export async function expectHome(page: Page, email: string, how: string) {
  await page.expectPath(/^\/$/);
  await page.expectText(main, email);
  await page.expectText(main, how);
}

/** The page where people prove that an account is theirs. */
export async function linkByPassword(page: Page, code: string, typed = password) {
  await page.fill(field(`${nameOf(code)} password`), typed);
  await page.click(button("Connect and sign in"));
}

export async function openSecurity(page: Page) {
  await page.click(button(/account menu/i));
  await page.click(link("Security Setting"));
  await page.expectThere(heading("Security Setting"));
}

export async function openPolicy(page: Page) {
  await page.click(link("SSO settings"));
  await page.click(link("Edit the sign-in policy"));
}
