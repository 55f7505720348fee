import type { Page } from "@playwright/test";
import { enter, expect, expectAccessible, expectHome, signInWith, signInWithPassword, signOut, test } from "./journey";
import { accountAt, withGoogle } from "./organizations";
import { password, person } from "./people";
import { card } from "./settings";

const another = "seven quiet herons at the weir";

test("a forgotten password is set by a mailed link, once", async ({ page, world, visitor }) => {
  const agent = "holden@wallace.example";
  world.apply(withGoogle("wallace", "wallace.apps.googleusercontent.com", [person(agent)]));
  const other = await visitor();
  await enter(other, "wallace", agent);

  await page.goto("/o/wallace/sign-in");
  await page.getByLabel("E-mail").fill(agent);
  await page.getByRole("link", { name: "Forgot password?" }).click();
  await expect(page.getByLabel("E-mail")).toHaveValue(agent);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await expect(page.getByText("If this address is allowed to use it, a link is on its way.")).toBeVisible();
  expect(page.url()).not.toContain("holden");

  const link = linkIn((await world.message(agent, "set a new password")).text);
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "Set a new password for Wallace" })).toBeVisible();
  expect(page.url()).not.toContain("#");
  await page.getByLabel("New password", { exact: true }).fill("password1234");
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByText("This is too easy to guess.")).toBeVisible();
  await page.getByLabel("New password", { exact: true }).fill(another);
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByRole("heading", { name: "Your password was set" })).toBeVisible();
  await expectAccessible(page);
  await world.message(agent, "password changed");

  await other.reload();
  await expect(other.getByRole("heading", { name: "Sign in to Wallace" })).toBeVisible();
  await page.getByRole("link", { name: "Go to sign-in" }).click();
  await signInWithPassword(page, agent, another);
  await expectHome(page, agent, "Signed in with password");

  await other.goto(link);
  await other.getByLabel("New password", { exact: true }).fill("another sentence that nobody says");
  await other.getByRole("button", { name: "Set password" }).click();
  await expect(other.getByRole("heading", { name: "This link is no longer valid" })).toBeVisible();
});

test("whether an address exists, the page for a forgotten password does not say", async ({ page }) => {
  const said: string[] = [];
  for (const email of ["admin@acme.example", "nobody@acme.example", "gone@acme.example"]) {
    await page.goto("/o/acme/forgot-password");
    await page.getByLabel("E-mail").fill(email);
    await page.getByRole("button", { name: "Send me a link" }).click();
    await expect(page.getByText("If this address is allowed to use it, a link is on its way.")).toBeVisible();
    said.push((await page.getByRole("main").innerText()).replaceAll(email, ""));
  }
  expect(new Set(said).size).toBe(1);
});

test("A41 a mailed code proves the account on the link page, and its owner is told", async ({ page, world }) => {
  const agent = "gaff@rosen.example";
  const clientId = "rosen.apps.googleusercontent.com";
  world.apply(withGoogle("rosen", clientId, [person(agent, ", role: super_admin")])); // never linked silently
  await world.account(accountAt("google", agent));
  await world.registerClient("rosen", "google", clientId);
  await signInWith(page, "Google", agent, "rosen");
  await page.getByRole("radio", { name: "A code by e-mail" }).check();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Send me a code" }).click();
  await expect(page.getByText("If this address has an account, a code is on its way.")).toBeVisible();
  await page.getByLabel("Code from the e-mail").fill("00000000");
  await page.getByRole("button", { name: "Connect and sign in" }).click();
  await expect(page.getByText("That did not match. Check and try again.")).toBeVisible();
  const { text } = await world.message(agent, "your code");
  await page.getByLabel("Code from the e-mail").fill(/\b\d{4} ?\d{4}\b/.exec(text)?.[0] ?? "");
  await page.getByRole("button", { name: "Connect and sign in" }).click();
  await expectHome(page, agent, "Signed in with Google");
  await world.message(agent, "Google account connected");
});

test("S15 a super admin gets in by a mailed link while SSO is required", async ({ page, world }) => {
  const admin = "bryant@blackout.example";
  world.apply(
    withGoogle("blackout", "blackout.apps.googleusercontent.com", [person(admin, ", role: super_admin")]).replace(
      "contactText:",
      "passwordSignIn: false\n    contactText:",
    ),
  );
  await page.goto("/o/blackout/bypass");
  await page.getByLabel("E-mail of a super admin").fill(admin);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await expect(page.getByText("If this address is allowed to use it, a link is on its way.")).toBeVisible();
  await expectAccessible(page);
  await page.goto(linkIn((await world.message(admin, "link to sign in without SSO")).text));
  await page.getByRole("button", { name: "Sign in once with this link" }).click();
  await expectHome(page, admin, "Super admin");
});

test("a connected account is replaced in one step, and its owner is told", async ({ page, world }) => {
  const agent = "luv@niander.example";
  const clientId = "niander.apps.googleusercontent.com";
  world.apply(withGoogle("niander", clientId, [person(agent)]));
  // Two accounts with one address, as when a mailbox was made anew.
  await world.account(accountAt("google", agent));
  await world.account(accountAt("google", agent, { sub: "luv-anew" }));
  await world.registerClient("niander", "google", clientId);
  const choose = (place: number) => page.getByRole("button", { name: agent }).nth(place).click();
  const signIn = async (place: number) => {
    await page.goto("/o/niander/sign-in");
    await page.getByRole("button", { name: "Sign in with Google" }).click();
    await choose(place);
  };
  await signIn(0);
  await expectHome(page, agent, "Signed in with Google");
  await signOut(page);
  await enter(page, "niander", agent);
  await page.goto("/profile/security");
  await card(page, "Connected accounts").getByRole("button", { name: "Replace Google" }).click();
  await expectAccessible(page);
  await goToReplace(page);
  await choose(1);
  await expect(page).toHaveURL(/\/profile\/security$/);
  await expect(card(page, "Connected accounts")).toContainText(`${agent}, since`);
  await world.message(agent, "Google account replaced");
  await signOut(page);
  await signIn(0);
  await expect(page.getByRole("heading", { name: "User not authorized" })).toBeVisible();
  await world.message(agent, "another Google account refused");
  await signIn(1);
  await expectHome(page, agent, "Signed in with Google");
});

test("what is mailed shows in the log, by its state", async ({ page, world }) => {
  const admin = "sapper@protein.example";
  world.apply(withGoogle("protein", "protein.apps.googleusercontent.com", [person(admin, ", role: super_admin")]));
  await page.goto("/o/protein/forgot-password");
  await page.getByLabel("E-mail").fill(admin);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await world.message(admin, "set a new password");
  await enter(page, "protein", admin);
  await page.goto("/sign-in-log/mails");
  await expect(page.getByRole("main")).toContainText(admin);
  await expect(page.getByRole("main")).toContainText(/sent/i);
});

/** The dialog that says what replacing does, and the proof if one is asked for. */
async function goToReplace(page: Page) {
  const dialog = page.getByRole("dialog");
  const itsYou = page.getByRole("dialog", { name: "Confirm it's you" });
  const choice = page.getByRole("heading", { name: "Choose an account" });
  await dialog.getByRole("button", { name: "Go to Google" }).click();
  await expect(itsYou.or(choice)).toBeVisible();
  if (await itsYou.isVisible()) {
    await itsYou.getByLabel("Password").fill(password);
    await itsYou.getByRole("button", { name: "Confirm" }).click();
  }
  await expect(choice).toBeVisible();
}

function linkIn(text: string): string {
  return /https?:\/\/\S+#\S+/.exec(text)?.[0] ?? "no link";
}
