import type { Page } from "@playwright/test";
import { chooseAccount, enter, expect, expectHome, signInWithPassword, test } from "./journey";
import { accountAt, withGoogle } from "./organizations";
import { password, person } from "./people";

const code = "wayne";
const admin = "alfred@wayne.example";
const colleague = "lucius@wayne.example";
const agent = "dick@wayne.example";
const clientId = "wayne.apps.googleusercontent.com";
const required = "only exempt people can use a password";

test("A47 SSO is required step by step, and nobody is locked out", async ({ page, world, visitor }) => {
  const people = [person(admin, ", role: super_admin"), person(colleague, ", role: super_admin"), person(agent)];
  world.apply(withGoogle(code, clientId, people));
  for (const email of [admin, agent]) await world.account(accountAt("google", email));
  await world.registerClient(code, "google", clientId);

  await enter(page, code, admin);
  await openWizard(page);
  await expect(step(page, 1)).toContainText("To do");
  await page.getByRole("button", { name: "Require SSO" }).click();
  await expect(step(page, 1).getByRole("alert")).toContainText("First sign in with a provider that is on");
  await page.getByRole("button", { name: "Sign in with Google now" }).click();
  await chooseAccount(page, admin);
  await page.getByLabel("Wayne password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Connect and sign in" }).click();

  await expect(step(page, 1)).toContainText("You signed in with Google");
  const proof = step(page, 2);
  await proof.getByRole("button", { name: "Confirm another password" }).click();
  await prove(proof, colleague, "not the password");
  await expect(proof.getByRole("alert")).toContainText("That did not match.");
  await prove(proof, colleague, password);
  await expect(proof).toContainText(`lucius (${colleague}) confirmed the password`);
  await expect(step(page, 3)).toContainText(agent);
  const from = page.getByLabel(/^SSO is required from/);
  await from.fill("2020-01-01T08:00");
  await page.getByRole("button", { name: "Require SSO" }).click();
  await expect(step(page, 4)).toContainText("Choose a time in the future, at most one year from now.");
  // Who opened the page before keeps the form, and is refused in words.
  const late = await visitor();
  await late.goto(`/o/${code}/sign-in`);
  await from.fill(await page.evaluate(localNow));
  await page.getByRole("button", { name: "Require SSO" }).click();
  await expect(page.getByText(required).first()).toBeVisible();
  await expect(page.getByRole("region", { name: "Exempt people" })).toContainText(colleague);

  await signInWithPassword(late, agent, password);
  await expect(late.getByText("Wayne uses Google sign-in.")).toBeVisible();
  await late.reload();
  await expect(late.getByRole("button", { name: "Sign in with Google" })).toBeVisible();
  await expect(late.getByLabel("E-mail")).toHaveCount(0);
  await late.getByRole("link", { name: "Sign in without Google" }).click();
  await signInWithPassword(late, agent, password);
  await expect(late.getByText("This account cannot sign in without Google.")).toBeVisible();
  await signInWithPassword(late, colleague, password);
  await expectHome(late, colleague, "Signed in with password");

  const link = world.bypassLink(code, admin).trim();
  await spend(await visitor(), link);
  const twice = await visitor();
  await openLink(twice, link);
  await expect(
    twice.getByText("This link is no longer valid. Ask for a new one here, or ask the operator."),
  ).toBeVisible();

  await page.getByRole("button", { name: "Allow passwords again" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Allow passwords again" }).click();
  await enter(await visitor(), code, agent);
});

async function openWizard(page: Page) {
  await page.getByRole("link", { name: "SSO settings", exact: true }).click();
  await page.getByRole("link", { name: "Edit the sign-in policy" }).click();
  await page.getByRole("link", { name: "Require SSO..." }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Require SSO" })).toBeVisible();
}

function step(page: Page, number: number) {
  return page.getByRole("listitem", { name: new RegExp(`^Step ${number}:`) });
}

async function prove(proof: ReturnType<typeof step>, email: string, typed: string) {
  await proof.getByLabel("E-mail of a super admin").fill(email);
  await proof.getByLabel("Password", { exact: true }).fill(typed);
  await proof.getByRole("button", { name: "Confirm it now" }).click();
}

async function openLink(page: Page, link: string) {
  await page.goto(link);
  expect(page.url()).not.toContain("?");
  await page.getByRole("button", { name: "Sign in once with this link" }).click();
}

async function spend(page: Page, link: string) {
  await openLink(page, link);
  await expectHome(page, admin, "Signed in with a one-time link");
}

/** Now, as a field of date and time holds it. */
function localNow() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
