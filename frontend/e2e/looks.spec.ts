import type { Page } from "@playwright/test";
import { enter, expect, expectAccessible, test } from "./journey";
import { accountAt, withGoogle } from "./organizations";
import { person } from "./people";
import { card, expectFirstPart, finishTest } from "./settings";

interface Place {
  code: string;
  name: string;
  admin: string;
}

type Open = (page: Page, place: Place) => Promise<void>;

// Every screen of the settings, in light and dark, wide and on a phone.
const screens: Record<string, Open> = {
  settings: (page) => visit(page, "/sso-settings", "SSO settings", "Last 24 hours"),
  form: edit,
  report: async (page, { admin }) => {
    await edit(page);
    await page.getByRole("button", { name: "Save and test", exact: true }).click();
    await expectFirstPart(page);
    await page.getByRole("button", { name: "I saw an error at Google" }).click();
    await page.getByRole("radio").first().check();
    await look(page);
    await (await finishTest(page, admin)).close();
    await expect(page.getByText("Passed.", { exact: true })).toBeVisible();
  },
  preview: async (page) => {
    await edit(page);
    await page.goto(`${new URL(page.url()).pathname}/preview`);
    await expect(card(page, "Who, and why")).toContainText("outside of what you locked");
  },
  users: (page, { admin }) => visit(page, "/users", "Users", admin),
  person: async (page, { admin }) => {
    await visit(page, "/users", "Users", admin);
    await page.getByRole("link", { name: "lux", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: "lux" })).toBeVisible();
  },
  policy: (page) => visit(page, "/sso-settings/policy", "Sign-in policy", "can't get in"),
  require: (page) => visit(page, "/sso-settings/require", "Require SSO", "Step 5"),
  domains: async (page, { code }) => {
    await visit(page, "/sso-settings/domains", "Verified domains");
    await page.getByLabel("Domain", { exact: true }).fill(`${code}.example`);
    await page.getByRole("button", { name: "Add a domain" }).click();
    await expect(card(page, `${code}.example`)).toContainText("Waiting for the record");
  },
  bypass: (page, { code, name }) => visit(page, `/o/${code}/bypass`, `Sign in to ${name} without Google`),
};

for (const [screen, open] of Object.entries(screens))
  test(`${screen}: light and dark, wide and narrow`, async ({ page, world }) => {
    const code = `look${screen}`;
    const place = { code, name: `Look${screen}`, admin: `lux@${code}.example` };
    const clientId = `${code}.apps.googleusercontent.com`;
    world.apply(
      withGoogle(code, clientId, [
        person(place.admin, ", role: super_admin"),
        person(`maria-magdalena.von-und-zu-hohenstein-wittgenstein@a-very-long-subdomain.${code}.example`),
        person("ann@gmail.com"),
      ]),
    );
    await world.account(accountAt("google", place.admin));
    await world.registerClient(code, "google", clientId);
    await enter(page, code, place.admin);
    await open(page, place);
    await look(page);
  });

async function visit(page: Page, path: string, heading: string, content = heading) {
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
  await expect(page.getByRole("main")).toContainText(content);
}

async function edit(page: Page) {
  await visit(page, "/sso-settings", "SSO settings");
  await page.getByRole("link", { name: "Edit: Google" }).click();
  await expect(page.getByLabel("Client ID")).toHaveValue(/googleusercontent/);
}

/** No finding of axe in light and dark, and nothing to scroll sideways, on a phone either. */
async function look(page: Page) {
  for (const [colorScheme, width] of [
    ["dark", 1280],
    ["light", 1280],
    ["light", 360],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    if (width > 360) await expectAccessible(page, page.url(), colorScheme === "light" ? "colours" : undefined);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(over, `${colorScheme} at ${width}: pixels to scroll sideways`).toBe(0);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}
