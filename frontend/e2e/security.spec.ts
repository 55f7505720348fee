import type { Page, Route } from "@playwright/test";
import { chooseAccount, enter, expect, expectHome, signInWith, signOut, test } from "./journey";
import { accountAt, withGoogle } from "./organizations";
import { password, person } from "./people";
import { card } from "./settings";

test("A36-A40 an account is connected and disconnected in Security Setting, and signs in @postgres", async ({
  page,
  world,
}) => {
  const agent = "zhora@salome.example";
  const clientId = "salome.apps.googleusercontent.com";
  world.apply(withGoogle("salome", clientId, [person("admin@salome.example", ", role: super_admin"), person(agent)]));
  await world.account(accountAt("google", agent));
  await world.account(accountAt("google", "other@salome.example"));
  await world.registerClient("salome", "google", clientId);

  await enter(page, "salome", agent);
  await openSecurity(page);
  await expect(card(page, "Connected accounts")).toContainText("Not connected");
  await connect(page, "other@salome.example");
  await expect(page.getByRole("alert")).toContainText("Connect the Google account that uses your work e-mail.");
  await expect(page).toHaveURL(/\/profile\/security$/);
  await connect(page, agent);
  await expect(page.getByText("Next time, choose Sign in with Google.")).toBeVisible();
  await expect(card(page, "Connected accounts")).toContainText(`${agent}, since`);

  await signOut(page);
  await signInWith(page, "Google", agent, "salome");
  await expectHome(page, agent, "Signed in with Google");
  await openSecurity(page);
  await card(page, "Connected accounts").getByRole("button", { name: "Disconnect" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Disconnect" }).click();
  await expect(card(page, "Connected accounts")).toContainText("Not connected");
});

test("G16 a session ends in another browser, and a new password ends the others", async ({ page, world, visitor }) => {
  const agent = "leon@kowalski.example";
  world.apply(withGoogle("kowalski", "kowalski.apps.googleusercontent.com", [person(agent)]));
  const other = await visitor();
  await enter(other, "kowalski", agent);
  await enter(page, "kowalski", agent);
  await openSecurity(page);
  expect(await shiftOfLoading(page)).toBeLessThan(0.02);
  await card(page, "Active sessions")
    .getByRole("button", { name: /^End the session: / })
    .click();
  await expect(page.getByText(/^The session was ended/)).toBeVisible();
  await other.reload();
  await expect(other.getByRole("heading", { name: "Sign in to Kowalski" })).toBeVisible();

  await page.getByRole("button", { name: "Change password" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Current password", { exact: true }).fill(password);
  await dialog.getByLabel("New password", { exact: true }).fill("password1234");
  await dialog.getByRole("button", { name: "Save password" }).click();
  await expect(dialog).toContainText("This is too easy to guess.");
  await dialog.getByLabel("New password", { exact: true }).fill("seven quiet herons at the weir");
  await dialog.getByRole("button", { name: "Save password" }).click();
  await expect(page.getByText("Your password was changed.")).toBeVisible();
});

test("D12 two tabs: who signs out in one ends the attempt that the other began", async ({ page, world, context }) => {
  const agent = "pris@bradbury.example";
  const clientId = "bradbury.apps.googleusercontent.com";
  world.apply(withGoogle("bradbury", clientId, [person(agent)]));
  await world.account(accountAt("google", agent));
  await world.registerClient("bradbury", "google", clientId);
  await enter(page, "bradbury", agent);
  await openSecurity(page);
  const tab = await context.newPage();
  await tab.goto("/");
  await page.getByRole("button", { name: "Connect Google" }).click();
  await expect(page.getByRole("heading", { name: "Choose an account" })).toBeVisible();
  await signOut(tab);
  await enter(tab, "bradbury", agent); // another session, of the same person
  await chooseAccount(page, agent);
  await expect(page.getByRole("main")).toContainText(
    "You signed out or switched accounts in the meantime. Start again.",
  );
  await openSecurity(tab);
  await expect(card(tab, "Connected accounts")).toContainText("Not connected");
});

async function openSecurity(page: Page) {
  await page.getByRole("button", { name: /account menu/i }).click();
  await page.getByRole("link", { name: "Security Setting" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Security Setting" })).toBeVisible();
}

/** How far the parts of the page jump while it loads (layout shift), with each answer held until the one before is drawn. */
async function shiftOfLoading(page: Page): Promise<number> {
  const answers = /\/api\/v1\/me\/(identities|sessions|sign-ins)$/;
  const held: Route[] = [];
  await page.route(answers, (route) => void held.push(route));
  await page.addInitScript(() => {
    const note = (list: PerformanceObserverEntryList) => {
      for (const entry of list.getEntries()) performance.mark("shift", { detail: (entry as LayoutShift).value });
    };
    new PerformanceObserver(note).observe({ type: "layout-shift", buffered: true });
  });
  await page.reload();
  await expect.poll(() => held.length).toBe(3);
  for (const route of held) {
    const answer = page.waitForResponse(route.request().url());
    await route.continue();
    await (await answer).finished();
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  }
  await page.unroute(answers);
  await expect(card(page, "Recent sign-ins")).toContainText("password");
  return page.evaluate(() =>
    performance.getEntriesByName("shift").reduce((sum, mark) => sum + (mark as PerformanceMark).detail, 0),
  );
}

/** What browsers note and TypeScript does not know. */
type LayoutShift = PerformanceEntry & { value: number };

/** Presses Connect, confirms with the password if asked, and chooses an account at the provider. */
async function connect(page: Page, email: string) {
  await card(page, "Connected accounts").getByRole("button", { name: "Connect Google" }).click();
  const itsYou = page.getByRole("dialog", { name: "Confirm it's you" });
  const choice = page.getByRole("heading", { name: "Choose an account" });
  await expect(itsYou.or(choice)).toBeVisible();
  if (await itsYou.isVisible()) {
    await itsYou.getByLabel("Password").fill(password);
    await itsYou.getByRole("button", { name: "Confirm" }).click();
  }
  await chooseAccount(page, email);
}
