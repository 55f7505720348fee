import type { Locator, Page } from "@playwright/test";
import { expect, expectHome, test } from "./journey";
import { accountAt, withNothing } from "./organizations";
import { password, person } from "./people";
import { valueToCopy } from "./settings";

const admin = "kim@keys.example";
const clientId = "keys.apps.googleusercontent.com";
const secret = "keys-client-secret";

test("the form and the test are done by keyboard alone", async ({ page, world }) => {
  world.apply(withNothing("keys", [person(admin, ", role: super_admin")]));
  await world.account(accountAt("google", admin));
  await page.goto("/o/keys/sign-in");
  await tabTo(page, page.getByLabel("E-mail"));
  await page.keyboard.type(admin);
  await page.keyboard.press("Tab");
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
  await expectHome(page, admin, "Signed in with password");

  await press(page, page.getByRole("link", { name: "SSO settings", exact: true }));
  await press(page, page.getByRole("button", { name: "Set up: Google" }));
  await expect(page.getByRole("heading", { level: 1, name: "Set up Google" })).toBeVisible();
  await world.client({ id: clientId, secret, redirectUri: await valueToCopy(page, "Redirect URI") });
  await press(page, page.getByLabel("Client ID"));
  // Enter is the primary button; what is wrong takes the focus, and leads to its field.
  await expect(page.getByRole("alert")).toBeFocused();
  await press(page, page.getByRole("alert").getByRole("button", { name: "Client ID" }));
  await expect(page.getByLabel("Client ID")).toBeFocused();
  await page.keyboard.type(clientId);
  await tabTo(page, page.getByLabel("Client secret"));
  await page.keyboard.type(secret);
  await page.keyboard.press("Enter");

  const opening = page.context().waitForEvent("page");
  await press(page, page.getByRole("link", { name: /to finish the test/ }));
  const tab = await opening;
  await press(tab, tab.getByRole("button", { name: admin, exact: true }));
  await expect(tab.getByText("Passed.", { exact: true })).toBeVisible();
  await tab.close();
  await press(page, page.getByRole("button", { name: "Lock to keys.example" }));
  await expect(page.getByText("Locked to keys.example.")).toBeVisible();
  await press(page, page.getByRole("link", { name: "See who gets in, then turn on" }));
  await press(page, page.getByRole("button", { name: "Turn on Google" }));
  const dialog = page.getByRole("dialog", { name: "Turn on Google?" });
  // Escape closes it and gives the focus back.
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: "Turn on Google" })).toBeFocused();
  await page.keyboard.press("Enter");
  await press(page, dialog.getByRole("button", { name: "Turn on Google" }));
  await expect(page).toHaveURL(/\/sso-settings$/);
});

/** Goes there by Tab, as far as a page may be long. */
async function tabTo(page: Page, target: Locator) {
  await expect(target).toBeVisible();
  for (let i = 0; i < 80; i++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  await expect(target).toBeFocused();
}

async function press(page: Page, target: Locator) {
  await tabTo(page, target);
  await page.keyboard.press("Enter");
}
