import { chooseAccount, enter, expect, expectHome, test } from "./journey";
import { accountAt, withNothing } from "./organizations";
import { person } from "./people";
import { card, connectionCard, finishTest, saveAndTest, turnOn, valueToCopy } from "./settings";

const code = "oscorp";
const admin = "norman@oscorp.example";
const agent = "otto@oscorp.example";
const domain = "oscorp.example";
const clientId = "oscorp-at-its-own-provider";
const secret = "oscorp-client-secret";

test("an own provider and a verified domain: found by e-mail, signed in without asking", async ({
  page,
  world,
  visitor,
}) => {
  world.apply(withNothing(code, [person(admin, ", role: super_admin"), person(agent)]));
  for (const email of [admin, agent]) await world.account(accountAt("openid", email));
  await enter(page, code, admin);

  await page.getByRole("link", { name: "SSO settings", exact: true }).click();
  await page.getByRole("link", { name: "Verified domains" }).click();
  await page.getByLabel("Domain", { exact: true }).fill("gmail.com");
  await page.getByRole("button", { name: "Add a domain" }).click();
  await expect(page.getByText("This is a public e-mail domain. No organization can claim it.")).toBeVisible();
  await page.getByLabel("Domain", { exact: true }).fill(domain);
  await page.getByRole("button", { name: "Add a domain" }).click();
  await expect(card(page, domain)).toContainText("Waiting for the DNS record");
  await world.record(await valueToCopy(page, "Name"), await valueToCopy(page, "Value"));
  await page.getByRole("button", { name: `Check now ${domain}` }).click();
  await expect(card(page, domain)).toContainText("Verified");
  await page.getByRole("button", { name: `Check now ${domain}` }).click();
  await expect(card(page, domain).getByRole("alert")).toHaveText("Wait 10 seconds between checks.");

  await page.getByRole("link", { name: "SSO settings", exact: true }).first().click();
  await page.getByRole("button", { name: "Add a provider" }).click();
  const adding = page.getByRole("dialog", { name: "Add a provider" });
  await adding.getByLabel("Name").fill("Oscorp Login");
  await expect(adding.getByLabel("Key")).toHaveValue("oscorp-login");
  await adding.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Set up Oscorp Login" })).toBeVisible();
  await world.client({ id: clientId, secret, redirectUri: await valueToCopy(page, "Redirect URI") });
  await page.getByLabel("Issuer").fill(`${process.env.JOURNEY_PROVIDER}/openid`);
  await page.getByLabel("Client ID").fill(clientId);
  await page.getByLabel(/^Client secret/).fill(secret);
  await saveAndTest(page);
  await (await finishTest(page, admin)).close();
  await expect(card(page, "Your sign-in")).toContainText("Strong: Oscorp Login vouches for this address.");

  await page.getByRole("link", { name: "See who gets in, then turn on" }).click();
  const { dialog, sure } = await turnOn(page, "Oscorp Login");
  // Nothing is locked: that wants more than a click.
  await dialog.getByRole("button", { name: "Turn on Oscorp Login" }).click();
  await expect(dialog).toContainText("Type the name of the organization.");
  await dialog.getByLabel("Type the organization's name: Oscorp").fill("Oscorp");
  await sure();
  await expect(connectionCard(page, "Oscorp Login")).toContainText("On");

  const other = await visitor();
  await other.goto("/sign-in");
  await other.getByLabel("Organization code or work e-mail").fill(agent);
  await other.getByRole("button", { name: "Continue" }).click();
  await expect(other).toHaveURL(/\/o\/oscorp\/sign-in$/);
  await other.getByRole("button", { name: "Sign in with Oscorp Login" }).click();
  await chooseAccount(other, agent);
  await expectHome(other, agent, "Signed in with Oscorp Login");
});
