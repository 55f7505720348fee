import { expect, expectAccessible, expectHome, signInWithPassword, test } from "./journey";
import { type Program, startProduct } from "./product";

// A deployment of its own: nothing is set up here.
let product: Program;

test.beforeAll(async () => {
  product = await startProduct({ providerBase: process.env.JOURNEY_PROVIDER ?? "", seeded: false });
});

test.afterAll(() => product.stop());

test("first-run set-up makes the first organization and its super admin, once", async ({ page }) => {
  await page.goto(`${product.url}/`);
  await expect(page.getByRole("heading", { name: "Latchkey is not set up yet" })).toBeVisible();
  await page.goto(`${product.url}/o/acme/sign-in`);
  await expect(page.getByRole("heading", { name: "Latchkey is not set up yet" })).toBeVisible();
  await expectAccessible(page);

  const link = /http:\S+\/setup#\S+/.exec(product.output())?.[0] ?? "";
  await page.goto(link);
  await expect(page).toHaveURL(`${product.url}/setup`);
  await expectAccessible(page);
  await page.getByLabel("Organization name").fill("Hooli");
  await page.getByLabel("Organization code").fill("hooli");
  await page.getByLabel("Your name").fill("Gavin");
  await page.getByLabel("E-mail").fill("gavin@hooli.example");
  await page.getByLabel("Password", { exact: true }).fill("short");
  await page.getByRole("button", { name: "Set up and sign in" }).click();
  await expect(page.getByText("Use at least 12 characters.").first()).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Password", { exact: true }).fill("a long sentence nobody says");
  await page.getByRole("button", { name: "Set up and sign in" }).click();
  await expectHome(page, "gavin@hooli.example", "Super admin");

  await page.context().clearCookies();
  await page.goto("about:blank");
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "This setup link is no longer valid" })).toBeVisible();
  await page.goto(`${product.url}/sign-in`);
  await expect(page).toHaveURL(`${product.url}/o/hooli/sign-in`);
  await signInWithPassword(page, "gavin@hooli.example", "a long sentence nobody says");
  await expectHome(page, "gavin@hooli.example", "Hooli");
});
