import { enter, expect, expectHome, signInWith, test } from "./journey";
import { accountAt, withGoogle } from "./organizations";
import { person } from "./people";
import { connectionCard, expectFirstPart, finishTest, saveAndTest } from "./settings";

const admin = "ira@initrode.example";
const agent = "tom@initrode.example";
const clientId = "initrode.apps.googleusercontent.com";

test("A45 a secret that the provider takes back: noticed, said, replaced, tested, live", async ({
  page,
  world,
  visitor,
}) => {
  world.apply(withGoogle("initrode", clientId, [person(admin, ", role: super_admin"), person(agent)]));
  for (const email of [admin, agent]) await world.account(accountAt("google", email));
  await world.registerClient("initrode", "google", clientId);
  await enter(page, "initrode", admin);
  await world.client({ id: clientId, secret: "made anew at the provider" });
  for (const _ of [1, 2]) {
    const refused = await visitor();
    await signInWith(refused, "Google", agent, "initrode");
    await expect(refused).toHaveURL(/reason=sso_app_invalid/);
  }
  const other = await visitor();
  await other.goto("/o/initrode/sign-in");
  await other.getByRole("button", { name: "Sign in with Google" }).click();
  const dialog = other.getByRole("alertdialog", { name: "Sign in with Google is not available" });
  await expect(dialog).toContainText("Google sign-in for Initrode is not working right now.");
  await expect(dialog).not.toContainText(/secret|client/i);
  await dialog.getByRole("button", { name: "OK" }).click();

  await page.reload();
  await expect(page.getByRole("main")).toContainText(/Google has been refusing our application since/);
  await page.getByRole("link", { name: "Open SSO settings" }).click();
  await expect(connectionCard(page, "Google")).toContainText("Not working");
  await expect(connectionCard(page, "Google")).toContainText("Client secret rejected");
  await page.getByRole("link", { name: "Enter a new secret" }).click();
  const secret = page.getByLabel("Client secret");
  await expect(secret).toBeFocused();
  await expect(secret).toBeInViewport();
  await secret.fill("made anew at the provider");
  await saveAndTest(page);
  await (await finishTest(page, admin)).close();
  await expect(page.getByText("It is live now: sign-ins use version 2.")).toBeVisible();
  await page.getByRole("link", { name: "SSO settings", exact: true }).first().click();
  await expect(connectionCard(page, "Google")).toContainText("On");
  await expect(page.getByText("Google is on.")).toBeVisible();

  await signInWith(other, "Google", agent, "initrode");
  await expectHome(other, agent, "Signed in with Google");
});

test("a rotation takes the new secret first and keeps the old one until it is ended", async ({
  page,
  world,
  visitor,
}) => {
  const boss = "una@initech2.example";
  const id = "initech2.apps.googleusercontent.com";
  world.apply(withGoogle("initech2", id, [person(boss, ", role: super_admin"), person("kay@initech2.example")]));
  for (const email of [boss, "kay@initech2.example"]) await world.account(accountAt("google", email));
  await world.registerClient("initech2", "google", id);
  await enter(page, "initech2", boss);
  await page.getByRole("link", { name: "SSO settings", exact: true }).click();
  await page.getByRole("button", { name: "More actions for Google" }).click();
  await page.getByRole("button", { name: "Rotate secret" }).click();
  const dialog = page.getByRole("dialog", { name: "Rotate the secret of Google" });
  await world.client({ id, secret: "the second one" });
  await dialog.getByLabel("New client secret").fill("the second one");
  await dialog.getByRole("button", { name: "Save and test" }).click();
  await expectFirstPart(page);
  await (await finishTest(page, boss)).close();
  await expect(page.getByText("It is live now: sign-ins use version 2.")).toBeVisible();

  // The provider goes back to the old one: nobody notices, and the settings say that it was used.
  await world.client({ id, secret: "journey-client-secret" });
  const other = await visitor();
  await signInWith(other, "Google", "kay@initech2.example", "initech2");
  await expectHome(other, "kay@initech2.example", "Signed in with Google");
  await page.getByRole("link", { name: "Google", exact: true }).click();
  await page.reload();
  await expect(page.getByText("The old secret is still in use")).toBeVisible();
  await expect(page.getByText(/The old one was last used today/)).toBeVisible();
  await page.getByRole("button", { name: "Stop using it now" }).click();
  await expect(page.getByText("The old secret is still in use")).toBeHidden();
});
