import {
  chooseAccount,
  expect,
  expectAccessible,
  expectRefused,
  signInWith,
  signInWithPassword,
  test,
} from "./journey";
import { password } from "./people";

test("B20 a stranger with strong proof is refused and nothing is created @postgres", async ({ page }) => {
  await signInWith(page, "Google", "stranger@acme.example");
  await expectRefused(page, "User not authorized");
  await expect(page.getByText("decides who can sign in")).toBeVisible();
  await expectAccessible(page);
  await page
    .getByRole("button", { name: "Back to sign-in" })
    .or(page.getByRole("link", { name: "Back to sign-in" }))
    .click();
  await expect(page.getByRole("heading", { name: "Sign in to Acme Support" })).toBeVisible();
  await page.goto("/");
  await expect(page).toHaveURL(/sign-in/);
});

test("B32 a deactivated user is refused with the same face", async ({ page }) => {
  await signInWith(page, "Google", "gone@acme.example");
  await expectRefused(page, "User not authorized");
  await expect(page.getByText("decides who can sign in")).toBeVisible();
});

test("an account of another company's directory is refused", async ({ page }) => {
  await signInWith(page, "Microsoft", "foreign@elsewhere.example");
  await expect(page).toHaveURL(/reason=(wrong_tenant|token_invalid)/);
  await expectAccessible(page);
});

test("B6 a private Google account is refused", async ({ page }) => {
  await signInWith(page, "Google", "private@gmail.com");
  await expect(page).toHaveURL(/reason=wrong_hosted_domain/);
  await expect(page.getByText("Use your Acme Support Google account.")).toBeVisible();
  await page.getByRole("button", { name: "Use another account" }).click();
  await chooseAccount(page, "stranger@acme.example");
  await expectRefused(page, "User not authorized");
});

test("cancelled consent comes back with no text of the provider's", async ({ page }) => {
  await page.goto("/o/acme/sign-in");
  await page.getByRole("button", { name: "Sign in with Google" }).click();
  await chooseAccount(page, "Refuse");
  await expect(page).toHaveURL(/reason=provider_denied/);
  await expect(page.getByText("Sign-in with Google was cancelled.")).toBeVisible();
  await expect(page.getByText("the person refused")).toHaveCount(0);
  await expectAccessible(page);
});

test("A44 the warning dialog opens when nothing is set up, and gives the focus back", async ({ page }) => {
  await page.goto("/o/globex/sign-in");
  const button = page.getByRole("button", { name: "Sign in with Google" });
  await button.click();
  const dialog = page.getByRole("alertdialog", { name: "Sign in with Google is not available" });
  await expect(dialog).toContainText("Globex has not set up Google sign-in yet.");
  await expect(dialog.getByRole("button", { name: "OK" })).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(button).toBeFocused();
});

test("A45 I14 the warning dialog opens when the application is invalid, and tells an agent no detail", async ({
  page,
}) => {
  for (const _ of [1, 2]) {
    await page.context().clearCookies();
    await signInWith(page, "Google", "peter@initech.example", "initech");
    await expect(page).toHaveURL(/reason=sso_app_invalid/);
  }
  await page.goto("/o/initech/sign-in");
  await page.getByRole("button", { name: "Sign in with Google" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Sign in with Google is not available" });
  await expect(dialog).toContainText("Google sign-in for Initech is not working right now.");
  await expect(dialog).not.toContainText(/secret|client|AADSTS|invalid_|401/i);
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Sign in with password" }).click();
  await expect(page.getByLabel("E-mail")).toBeFocused();
  await signInWithPassword(page, "peter@initech.example", password);
  await expect(page.getByRole("heading", { name: "You are signed in" })).toBeVisible();
});
