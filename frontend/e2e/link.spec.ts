import { expect, expectAccessible, expectHome, signInWith, test } from "./journey";
import { password } from "./people";

test("A41 weak proof is asked to link, once @postgres", async ({ page }) => {
  await signInWith(page, "Microsoft", "guest@partner.example");
  await expect(page).toHaveURL(/\/o\/acme\/link-account$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    "Connect your Microsoft account to your Acme Support account",
  );
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await expectAccessible(page);
  await page.getByLabel("Acme Support password", { exact: true }).fill("not the password");
  await page.getByRole("button", { name: "Connect and sign in" }).click();
  await expect(page.getByText("That did not match. Check and try again.")).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Acme Support password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Connect and sign in" }).click();
  await expectHome(page, "guest@partner.example", "Signed in with Microsoft");
  await expect(page.getByRole("main")).toContainText("Next time, choose Sign in with Microsoft.");

  await page.context().clearCookies();
  await signInWith(page, "Microsoft", "guest@partner.example");
  await expectHome(page, "guest@partner.example", "Signed in with Microsoft");
});

test("on a phone the button stands below the fields and covers none", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 640 });
  await signInWith(page, "Microsoft", "unfinished@partner.example");
  const button = page.getByRole("button", { name: "Connect and sign in" });
  const password = page.getByLabel("Acme Support password", { exact: true });
  const [field, below] = await Promise.all([password.boundingBox(), button.boundingBox()]);
  expect(below?.y).toBeGreaterThan((field?.y ?? 0) + (field?.height ?? 0));
});

test("A43 unfinished linking leaves no session", async ({ page }) => {
  await signInWith(page, "Microsoft", "unfinished@partner.example");
  await expect(page.getByRole("button", { name: "Connect and sign in" })).toBeVisible();
  await page.goto("/");
  await expect(page).toHaveURL(/sign-in/);
  await page.goto("/o/acme/link-account");
  await expect(page.getByRole("button", { name: "Connect and sign in" })).toBeVisible();
  await page
    .getByRole("button", { name: "Cancel" })
    .or(page.getByRole("link", { name: "Cancel" }))
    .click();
  await expect(page.getByRole("heading", { name: "Sign in to Acme Support" })).toBeVisible();
});

test("a super admin is never linked silently", async ({ page }) => {
  await signInWith(page, "Google", "admin@acme.example");
  await expect(page).toHaveURL(/link-account$/);
  await page.getByLabel("Acme Support password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Connect and sign in" }).click();
  await expectHome(page, "admin@acme.example", "Super admin");
});

test("the link page is the same for somebody without an account, and locks after five tries", async ({ page }) => {
  await signInWith(page, "Microsoft", "nobody@partner.example");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    "Connect your Microsoft account to your Acme Support account",
  );
  for (let i = 0; i < 3; i++) {
    await page.getByLabel("Acme Support password", { exact: true }).fill(`guess number ${i}`);
    await page.getByRole("button", { name: "Connect and sign in" }).click();
    await expect(page.getByText("That did not match. Check and try again.")).toBeVisible();
  }
  await page.getByLabel("Acme Support password", { exact: true }).fill("guess number four");
  await page.getByRole("button", { name: "Connect and sign in" }).click();
  await expect(page.getByText(/Too many tries|That did not match/)).toBeVisible();
});
