/** Steps on the pages of the SSO settings that several journeys take. */
import type { Page } from "@playwright/test";
import { chooseAccount, expect } from "./journey";

/** From the menu to the form of a provider that was not begun. */
export async function beginSetUp(page: Page, title: string) {
  await page.getByRole("link", { name: "SSO settings", exact: true }).click();
  await page.getByRole("button", { name: `Set up: ${title}` }).click();
  await expect(page.getByRole("heading", { level: 1, name: `Set up ${title}` })).toBeVisible();
}

/** A value that the form gives to copy. */
export async function valueToCopy(page: Page, label: string) {
  const field = page.locator(".field", { has: page.getByRole("button", { name: `Copy ${label}`, exact: true }) });
  return (await field.locator("code").innerText()).trim();
}

/** Saves the form and waits for the part of the test that needs nobody. */
export async function saveAndTest(page: Page) {
  await page.getByRole("button", { name: "Save and test", exact: true }).click();
  await expectFirstPart(page);
}

export async function expectFirstPart(page: Page) {
  await expect(page.getByText("The first part passed. Now sign in yourself.")).toBeVisible();
  await expect(card(page, "Without signing in")).toContainText("Accepted by");
}

/** The person's part in a new tab; gives the tab, which shows the result. */
export async function finishTest(page: Page, email: string) {
  const opening = page.context().waitForEvent("page");
  await page.getByRole("link", { name: /to finish the test/ }).click();
  const tab = await opening;
  await chooseAccount(tab, email);
  await expect(tab).toHaveURL(/\/test\?test=/);
  return tab;
}

/** A part of a page by its heading. */
export function card(page: Page, name: string) {
  return page.getByRole("region", { name, exact: true });
}

/** A connection on the page of all of them. */
export function connectionCard(page: Page, title: string) {
  return page.getByRole("article", { name: title });
}

/** Turns the tested connection on, from the page that says what happens. */
export async function turnOn(page: Page, provider: string) {
  await page.getByRole("button", { name: `Turn on ${provider}` }).click();
  const dialog = page.getByRole("dialog", { name: `Turn on ${provider}?` });
  return {
    dialog,
    async sure() {
      await dialog.getByRole("button", { name: `Turn on ${provider}` }).click();
      await expect(page).toHaveURL(/\/sso-settings$/);
    },
  };
}
