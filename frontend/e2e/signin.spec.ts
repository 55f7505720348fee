import type { Page } from "@playwright/test";
import {
  chooseAccount,
  expect,
  expectAccessible,
  expectHome,
  signInWith,
  signInWithPassword,
  signOut,
  test,
} from "./journey";
import { password, renamed } from "./people";

test("B24 B27 first sign-in links silently, later ones go by the link though both e-mails changed @postgres", async ({
  page,
  world,
}) => {
  const name = `silent-${world.engine}`;
  await page.goto("/o/acme/sign-in");
  await expectAccessible(page);
  await signInWith(page, "Google", `${name}@acme.example`);
  await expectHome(page, `${name}@acme.example`, "Signed in with Google");
  await expectAccessible(page);
  await signOut(page);

  await world.changeAccount(`${name}@acme.example`, { email: `${name}-at-google@acme.example` });
  world.apply(renamed(name, `${name}-in-crm@acme.example`));
  await page.getByRole("button", { name: "Sign in with Google" }).click();
  await chooseAccount(page, `${name}-at-google@acme.example`);
  await expectHome(page, `${name}-in-crm@acme.example`, `${name}-at-google@acme.example`);
});

test("A40 first sign-in with Microsoft, by the organization's own tenant", async ({ page }) => {
  await signInWith(page, "Microsoft", "entra@acme.example");
  await expectHome(page, "entra@acme.example", "Signed in with Microsoft");
});

test("A3 password sign-in stands beside it", async ({ page }) => {
  await page.goto("/o/acme/sign-in");
  for (const width of [360, 467, 560, 640, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await edges(page), `at ${width}`).toHaveLength(1);
  }
  await signInWithPassword(page, "other@acme.example", "not the password");
  await expect(page.getByText("That did not match. Check and try again.")).toBeVisible();
  await expectAccessible(page);
  await signInWithPassword(page, "other@acme.example", password);
  await expectHome(page, "other@acme.example", "Signed in with password");
});

/** Where buttons and fields begin and end: at the same edges. */
async function edges(page: Page): Promise<string[]> {
  const parts = page.getByRole("main").locator("button[id^=brand-], input[type=email], button[type=submit]");
  const all = await parts.evaluateAll((list) =>
    list.map((one) => {
      const { left, right } = one.getBoundingClientRect();
      return `${Math.round(left)} to ${Math.round(right)}`;
    }),
  );
  expect(all.length).toBeGreaterThan(3);
  return [...new Set(all)];
}

test("A2 the last used method and the organization are remembered", async ({ page }) => {
  await signInWith(page, "Google", "outer@acme.example");
  await expectHome(page, "outer@acme.example", "Signed in with Google");
  await signOut(page);
  await expect(page.getByRole("button", { name: "Sign in with Google" })).toHaveAccessibleDescription("Last used");
  await page.goto("/sign-in");
  await expect(page.getByText("Acme Support").first()).toBeVisible();
  await expectAccessible(page);
});

test("B1 the generic page asks for the organization", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByLabel("Organization code").fill("nosuchthing");
  await page.getByLabel("Organization code").press("Enter");
  await expect(page.getByText("We do not know this organization code.")).toBeVisible();
  await expect(page.getByLabel("Organization code")).toHaveValue("nosuchthing");
  await expectAccessible(page);
  await page.getByLabel("Organization code").fill("ACME");
  await page.getByLabel("Organization code").press("Enter");
  await expect(page.getByRole("heading", { name: "Sign in to Acme Support" })).toBeVisible();
});

test("B18 the same e-mail in two organizations is two users", async ({ page }) => {
  await signInWith(page, "Google", "twice@acme.example");
  await expectHome(page, "twice@acme.example", "Acme Support");
  await signOut(page);
  await page.goto("/o/globex/sign-in");
  await signInWithPassword(page, "twice@acme.example", password);
  await expectHome(page, "twice@acme.example", "Globex");
});
