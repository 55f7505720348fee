import { chooseAccount, expect, expectHome, signInWith, test } from "./journey";

test("reload, refresh and Back keep the person signed in, and the look that was chosen @postgres", async ({
  page,
  world,
}) => {
  const email = `refresh-${world.engine}@acme.example`;
  await signInWith(page, "Google", email);
  await expectHome(page, email, "Signed in with Google");
  // The page comes in that look: nothing flashes.
  for (const [look, inPage] of [
    ["Dark", /^<!doctype html>\s*<html [^>]*data-theme="dark"/i],
    ["Light", /^<!doctype html>\s*<html [^>]*data-theme="light"/i],
    ["System", /^<!doctype html>\s*<html (?![^>]*data-theme)/i],
  ] as const) {
    await page.getByRole("button", { name: /account menu/i }).click();
    await page.getByText(look, { exact: true }).click();
    const answer = await page.reload();
    expect(await answer?.text()).toMatch(inPage);
    await expectHome(page, email, "Signed in with Google");
  }
  await page.goto("/sso-settings/x");
  await expect(page.getByRole("heading", { name: "This page does not exist" })).toBeVisible();
  await expect(page.getByRole("button", { name: /account menu/i })).toBeVisible();
  await page.goBack();
  await page.goto("/");
  await expectHome(page, email, "Signed in with Google");
});

test("two tabs of one browser start at once and both arrive", async ({ page, context }) => {
  const second = await context.newPage();
  for (const tab of [page, second]) {
    await tab.goto("/o/acme/sign-in");
    await tab.getByRole("button", { name: "Sign in with Google" }).click();
    await expect(tab.getByRole("heading", { name: "Choose an account" })).toBeVisible();
  }
  await chooseAccount(page, "tabs@acme.example");
  await expectHome(page, "tabs@acme.example", "Signed in with Google");
  await chooseAccount(second, "tabs@acme.example");
  await expectHome(second, "tabs@acme.example", "Signed in with Google");
  await Promise.all([page.reload(), second.reload()]);
  await expectHome(page, "tabs@acme.example", "Signed in with Google");
  await expectHome(second, "tabs@acme.example", "Signed in with Google");
});

test("I07 signing out in one tab signs out in the other, of itself", async ({ page, context }) => {
  await signInWith(page, "Google", "reload@acme.example");
  await expectHome(page, "reload@acme.example", "Signed in with Google");
  const second = await context.newPage();
  await second.goto("/");
  await expectHome(second, "reload@acme.example", "Signed in with Google");
  await page.getByRole("button", { name: /account menu/i }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(second.getByRole("heading", { name: "Sign in to Acme Support" })).toBeVisible();
  await second.goBack();
  await expect(second.getByText("reload@acme.example")).toHaveCount(0);
});

test("I01 no token is where a script could find it", async ({ page }) => {
  await signInWith(page, "Google", "backer@acme.example");
  await expectHome(page, "backer@acme.example", "Signed in with Google");
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
  expect(kept).not.toMatch(/eyJ|latchkey-session/);
});

test("a deep link starts by itself", async ({ page }) => {
  await page.goto("/o/acme/sign-in/google");
  await chooseAccount(page, "canceller@acme.example");
  await expectHome(page, "canceller@acme.example", "Signed in with Google");
});
