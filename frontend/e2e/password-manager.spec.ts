/** Chromium's own password manager, with the login of a super admin saved, before the fields for secrets of others. */
import { type BrowserContext, chromium, type LaunchOptions, type Page } from "@playwright/test";
import { findWholeChromium } from "../../.ci/chromium.mjs";
import { expect, expectHome, test } from "./journey";
import { withGoogle, withNothing } from "./organizations";
import { password, person } from "./people";
import { beginSetUp } from "./settings";

const email = "kim@keepers.example";

test("F2: a saved login fills the sign-in page, and never a client id, a client secret or a proof", async ({
  world,
  watch,
  launchOptions,
}, info) => {
  world.apply(withNothing("keepers", [person(email, ", role: super_admin")]));
  const context = await browserThatFills(launchOptions, info.outputPath("browser"));
  try {
    await saveLogin(context, world.url);
    watch(context);
    const page = await context.newPage();

    await page.goto(`${world.url}/o/keepers/sign-in`);
    await expect(page.getByLabel("Password", { exact: true })).toHaveJSProperty("value", password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expectHome(page, email, "Signed in with password");

    await beginSetUp(page, "Google");
    await expectUnfilled(page, ["Client ID", "Client secret"]);
    // Where no provider is on, nothing is asked for there.
    world.apply(withGoogle("keepers", "keepers.apps.googleusercontent.com", [person(email, ", role: super_admin")]));
    await page.goto(`${world.url}/sso-settings/require`);
    await page.getByRole("button", { name: "Confirm another password" }).click();
    await expectUnfilled(page, ["E-mail of a super admin", "Password"]);
  } finally {
    await context.close();
  }
});

/** A browser as people have it: without windows there is no manager, and under automation it fills nothing. */
function browserThatFills(options: LaunchOptions, folder: string) {
  const whole = { ...options, executablePath: findWholeChromium(), ignoreDefaultArgs: ["--enable-automation"] };
  return chromium.launchPersistentContext(folder, whole);
}

/** Saves the login as the manager's own page does, which itself takes no localhost. */
async function saveLogin(context: BrowserContext, url: string) {
  const page = await context.newPage();
  await page.goto("chrome://password-manager/passwords");
  const login = { url, username: email, password, note: "", useAccountStore: false };
  await page.evaluate((login) => chrome.passwordsPrivate.addPassword(login), login);
  await page.close();
}

/** What only the manager's page has. */
declare const chrome: { passwordsPrivate: { addPassword(login: object): Promise<void> } };

/**
 * None of these fields is filled, although the manager has looked at the page: it
 * has filled a login form that came to the page after them.
 */
async function expectUnfilled(page: Page, labels: string[]) {
  for (const label of labels) await expect(page.getByLabel(label, { exact: true })).toBeVisible();
  await page.evaluate(() => {
    const form = document.createElement("form");
    for (const type of ["text", "password"]) form.append(Object.assign(document.createElement("input"), { type }));
    form.setAttribute("aria-label", "decoy");
    document.querySelector("main")?.append(form);
  });
  await expect(page.locator("[aria-label=decoy] input[type=password]:autofill")).toBeVisible();
  for (const label of labels) {
    const field = page.getByLabel(label, { exact: true });
    await expect(field).toHaveValue("");
    expect(await field.evaluate((input) => input.matches(":autofill"))).toBe(false);
  }
}
