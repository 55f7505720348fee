import { chooseAccount, expect, expectAccessible, expectHome, signInWith, signInWithPassword, test } from "./journey";
import { password } from "./people";

// An organization's super admin learns from the product why somebody was refused.
test("A48 B33 a refusal is found by its reference and explained step by step", async ({ page, browser, world }) => {
  const agent = await browser.newPage({ baseURL: world.url });
  await agent.goto("/o/acme/sign-in");
  await agent.getByRole("button", { name: "Sign in with Google" }).click();
  await chooseAccount(agent, "private@gmail.com");
  await expect(agent).toHaveURL(/reason=wrong_hosted_domain/);
  const reference = new URL(agent.url()).searchParams.get("ref") ?? "";
  await agent.close();

  await page.goto("/o/acme/sign-in");
  await signInWithPassword(page, "auditor@acme.example", password);
  await expectHome(page, "auditor@acme.example", "Super admin");
  await page.getByRole("link", { name: "Sign-in log", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Sign-in log", level: 1 })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("searchbox").fill(reference.toLowerCase().replace("-", ""));
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: reference }).click();
  const detail = page.getByRole("main");
  await expect(detail).toContainText("wrong_hosted_domain");
  await expect(detail).toContainText("acme.example");
  await expect(detail).toContainText("no hd = personal account");
  await expect(detail).toContainText("What to do");
  await expect(detail).toContainText("Not reached");
  await expectAccessible(page);

  const arriving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export" }).click();
  await page
    .getByRole("menuitem", { name: /CSV/ })
    .or(page.getByRole("button", { name: /CSV/ }))
    .click();
  expect((await arriving).suggestedFilename()).toMatch(/^sign-ins-acme-.*\.csv$/);

  await page.getByRole("link", { name: "Changes" }).click();
  await expect(page.getByText(/never tested/).first()).toBeVisible();
  await expectAccessible(page);
});

test("what the code of a provider means is fetched with the refusal that has it", async ({ page, visitor, world }) => {
  const agent = await visitor();
  await agent.goto("/o/acme/sign-in");
  await agent.getByRole("button", { name: "Sign in with Google" }).click();
  await chooseAccount(agent, "Refuse");
  await expect(agent).toHaveURL(/reason=provider_denied/);
  const reference = new URL(agent.url()).searchParams.get("ref") ?? "";

  await page.goto("/o/acme/sign-in");
  await signInWithPassword(page, "auditor@acme.example", password);
  await expectHome(page, "auditor@acme.example", "Super admin");
  await page.goto(`${world.url}/sign-in-log?q=${reference}`);
  await page.getByRole("link", { name: reference }).click();
  const hint = page.getByRole("note", { name: "What the code means" });
  await expect(hint).toContainText("access_denied Access was denied");
  await expect(hint).toContainText("The person: Try again.");
});

test("B31 an agent has neither menu nor data", async ({ page, world }) => {
  await signInWith(page, "Google", "watcher@acme.example");
  await expectHome(page, "watcher@acme.example", "Agent");
  await expect(page.getByRole("link", { name: "Sign-in log", exact: true })).toHaveCount(0);
  await page.goto("/sign-in-log");
  await expect(page.getByRole("heading", { name: "This page does not exist" })).toBeVisible();
  const answer = await page.request.get(`${world.url}/api/v1/organizations/acme/sign-in-log`);
  expect(answer.status()).toBe(401);
});
