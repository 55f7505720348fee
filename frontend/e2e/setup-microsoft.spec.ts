import { enter, expect, expectHome, signInWith, test } from "./journey";
import { accountAt, withNothing } from "./organizations";
import { foreignTenant, person, tenant } from "./people";
import {
  beginSetUp,
  card,
  connectionCard,
  expectFirstPart,
  finishTest,
  saveAndTest,
  turnOn,
  valueToCopy,
} from "./settings";

const code = "stark";
const admin = "sansa@stark.example";
const agent = "arya@stark.example";
const outsider = "ramsay@bolton.example";
const clientId = "3b8f6a10-6c1e-4f0b-9a77-0c5d2e4f8a91";
const secret = "stark-client-secret";
const title = "Microsoft Entra ID (Office 365)";

test("A5 A34 Microsoft is set up without a tenant, learns it from the test and keeps others out", async ({
  page,
  world,
  visitor,
}) => {
  world.apply(withNothing(code, [person(admin, ", role: super_admin"), person(agent)]));
  for (const email of [admin, agent]) await world.account(accountAt("microsoft", email));
  await world.account(accountAt("microsoft", outsider, { tid: foreignTenant }));
  await enter(page, code, admin);

  await beginSetUp(page, title);
  await world.client({ id: clientId, secret, redirectUri: await valueToCopy(page, "Redirect URI") });
  await page.getByLabel("Application (client) ID").fill(clientId);
  await page.getByLabel("Client secret (the Value)").fill(secret);
  await saveAndTest(page);
  await (await finishTest(page, admin)).close();
  await expect(page.getByText("Passed.", { exact: true })).toBeVisible();
  await expect(card(page, "Your sign-in")).toContainText("accounts from any directory can try to sign in");
  await page.getByRole("button", { name: "Lock to stark.example" }).click();
  await expect(page.getByText("Locked to stark.example.")).toBeVisible();

  await page.getByRole("button", { name: "Run the test again" }).click();
  await expectFirstPart(page);
  await (await finishTest(page, outsider)).close();
  await expect(page.getByText(/^Not passed: 1 check failed, of \d+\.$/)).toBeVisible();
  const lock = card(page, "Your sign-in").getByRole("listitem").filter({ hasText: "Directory (tenant)" });
  await expect(lock).toContainText("The account belongs to another directory.");
  await expect(lock).toContainText(tenant);
  await expect(lock).toContainText(foreignTenant);

  await page.getByRole("button", { name: "Run the test again" }).click();
  await expectFirstPart(page);
  await (await finishTest(page, admin)).close();
  await page.getByRole("link", { name: "See who gets in, then turn on" }).click();
  await (await turnOn(page, "Microsoft")).sure();
  await expect(connectionCard(page, title)).toContainText("On");

  const other = await visitor();
  await signInWith(other, "Microsoft", agent, code);
  await expectHome(other, agent, "Signed in with Microsoft");
  const outside = await visitor();
  await signInWith(outside, "Microsoft", outsider, code);
  await expect(outside).toHaveURL(/reason=wrong_tenant/);
});
