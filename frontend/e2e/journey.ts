/** What every journey uses: the product under test, the provider's page, and a watch on what must never happen. */
import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";
import { type Account, accounts } from "./people";
import { apply } from "./product";

interface World {
  url: string;
  engine: string;
  apply(document: string): void;
  changeAccount(email: string, change: Partial<Account>): Promise<void>;
}

export const test = base.extend<{ world: World; watch: undefined }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  world: async ({}, use, info) => {
    const engine = info.project.name;
    const { url, env } = JSON.parse(process.env[`JOURNEY_${engine.toUpperCase()}`] ?? "{}");
    await use({ url, engine, apply: (document) => apply(env, document), changeAccount });
  },
  baseURL: async ({ world }, use) => use(world.url),
  // No journey may violate the content policy, throw, or ask a third party for anything.
  watch: [
    async ({ context, world }, use) => {
      const wrong: string[] = [];
      const provider = process.env.JOURNEY_PROVIDER ?? "";
      context.on("console", (message) => {
        if (/Content Security Policy|TrustedHTML|TrustedScript/i.test(message.text())) wrong.push(message.text());
      });
      context.on("weberror", (error) => wrong.push(String(error.error())));
      context.on("request", (request) => {
        const to = request.url();
        if (![world.url, provider, "http://localhost:", "data:"].some((ours) => to.startsWith(ours))) wrong.push(to);
      });
      await use(undefined);
      // Where a journey ends, no finding of axe either.
      for (const page of context.pages().filter((open) => open.url().startsWith(world.url)))
        await expectAccessible(page);
      expect(wrong).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

async function changeAccount(email: string, change: Partial<Account>) {
  const sub = accounts.find((a) => a.email === email)?.sub;
  const answer = await fetch(`${process.env.JOURNEY_PROVIDER}/__account`, {
    method: "POST",
    body: JSON.stringify({ sub, ...change }),
  });
  expect(answer.status).toBe(204);
}

/** Chooses an account on the provider's page. */
export async function chooseAccount(page: Page, email: string) {
  await expect(page.getByRole("heading", { name: "Choose an account" })).toBeVisible();
  await page.getByRole("button", { name: email, exact: true }).click();
}

/** From the sign-in page of an organization through the provider. */
export async function signInWith(page: Page, provider: "Google" | "Microsoft", email: string, organization = "acme") {
  await page.goto(`/o/${organization}/sign-in`);
  await page.getByRole("button", { name: `Sign in with ${provider}` }).click();
  await chooseAccount(page, email);
}

export async function signInWithPassword(page: Page, email: string, password: string) {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
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

/** No finding of axe on what is shown now. */
export async function expectAccessible(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(", ")}`)).toEqual([]);
}
