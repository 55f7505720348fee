import { enter, expect, expectAccessible, expectHome, signInWith, test } from "./journey";
import { accountAt, withNothing } from "./organizations";
import { person } from "./people";
import { beginSetUp, card, connectionCard, finishTest, saveAndTest, turnOn, valueToCopy } from "./settings";

const code = "umbrella";
const admin = "ada@umbrella.example";
const agent = "ben@umbrella.example";
const clientId = "umbrella.apps.googleusercontent.com";
const secret = "umbrella-client-secret";

test("A4 A22 A33 from nothing to Google for everybody", async ({ page, world, visitor }) => {
  world.apply(withNothing(code, [person(admin, ", role: super_admin"), person(agent)]));
  for (const email of [admin, agent]) await world.account(accountAt("google", email));
  await enter(page, code, admin);

  await beginSetUp(page, "Google");
  // What is copied is what is sent: a provider that knows this and nothing else takes the attempt below.
  await world.client({ id: clientId, secret, redirectUri: await valueToCopy(page, "Redirect URI") });
  expect(await valueToCopy(page, "Scopes")).toBe("openid email profile");
  await page.getByLabel("Client ID").fill(` ${clientId} `);
  await page.getByLabel("Client secret").fill(secret);
  await saveAndTest(page);

  const tab = await finishTest(page, admin);
  await expect(tab.getByText("Passed.", { exact: true })).toBeVisible();
  await expect(tab.getByRole("main")).not.toContainText(secret);
  await tab.close();
  await expect(page.getByText("Passed.", { exact: true })).toBeVisible();
  await expect(card(page, "What came back")).toContainText(admin);
  await page.getByRole("button", { name: "Lock to umbrella.example" }).click();
  await expect(page.getByText("Locked to umbrella.example.")).toBeVisible();

  await page.getByRole("link", { name: "See who gets in, then turn on" }).click();
  await expect(page.getByRole("heading", { name: "Who will get in" })).toBeVisible();
  await expect(card(page, "Forecast")).toContainText("Get in with one click1");
  await expect(card(page, "Forecast")).toContainText("1: Super admins are always asked once.");
  const { dialog, sure } = await turnOn(page, "Google");
  await expect(dialog).toContainText("1 person gets in with one click. Confirm once: 1. Cannot get in with it: 0.");
  await sure();
  await expect(connectionCard(page, "Google")).toContainText("On");
  await expect(connectionCard(page, "Google")).toContainText("umbrella.example, locked");

  const other = await visitor();
  await signInWith(other, "Google", agent, code);
  await expectHome(other, agent, "Signed in with Google");
});

test("B29 what was pasted by mistake is said beside its field, before it is saved", async ({ page, world }) => {
  world.apply(withNothing("parasol", [person("pia@parasol.example", ", role: super_admin")]));
  await enter(page, "parasol", "pia@parasol.example");
  await beginSetUp(page, "Google");
  await page.getByRole("button", { name: "Save and test", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("Check these fields");
  await expect(page.getByLabel("Client ID")).toHaveAccessibleDescription(/Enter a value/);
  await page.getByLabel("Client ID").fill("0d6b9a3e-41f7-4c2d-b8aa-5e9f10c3d7e2");
  await expect(page.getByText("This looks like the ID of a Microsoft application").first()).toBeVisible();
  // A draft that was only typed is not lost by a slip.
  await page.getByRole("link", { name: "Users", exact: true }).click();
  await page.getByRole("button", { name: "Keep editing" }).click();
  await expect(page.getByLabel("Client ID")).toHaveValue("0d6b9a3e-41f7-4c2d-b8aa-5e9f10c3d7e2");
});

test("an IT person without an account does the provider's part by a link, and a super admin turns it on", async ({
  page,
  world,
  visitor,
}) => {
  const boss = "gus@canopy.example";
  const client = "canopy.apps.googleusercontent.com";
  world.apply(withNothing("canopy", [person(boss, ", role: super_admin")]));
  await enter(page, "canopy", boss);
  await beginSetUp(page, "Google");
  await page.getByRole("button", { name: "Make a setup link" }).click();
  const making = page.getByRole("dialog");
  await making.getByLabel("For whom (optional)").fill("Ines");
  await making.getByRole("button", { name: "Make a setup link" }).click();
  const link = await making.locator("code").innerText();
  await making.getByRole("button", { name: "I have copied it" }).click();

  const guest = await visitor();
  await guest.goto(link);
  await expect(guest.getByRole("heading", { level: 1, name: "Set up Google for Canopy" })).toBeVisible();
  expect(guest.url()).not.toContain("#");
  await expectAccessible(guest);
  await guest.setViewportSize({ width: 360, height: 800 });
  const field = await guest.getByLabel("Client ID").boundingBox();
  expect(field?.width, "on a phone the form is as wide as the page, below the guide").toBeGreaterThan(250);
  await guest.setViewportSize({ width: 1280, height: 800 });
  await world.client({ id: client, secret, redirectUri: await valueToCopy(guest, "Redirect URI") });
  await guest.getByLabel("Client ID").fill(client);
  await guest.getByLabel("Client secret").fill(secret);
  await guest.getByRole("button", { name: "Save and check" }).click();
  await expect(guest.getByText("Google accepts the application.")).toBeVisible();
  await guest.getByRole("button", { name: "My part is done" }).click();
  await guest.getByRole("dialog").getByRole("button", { name: "My part is done" }).click();
  await expect(guest.getByRole("heading", { level: 1, name: "Thank you" })).toBeVisible();
  await guest.goto(link);
  await expect(guest.getByRole("heading", { level: 1, name: "This link is no longer valid" })).toBeVisible();

  await page.reload();
  await expect(card(page, "Setup link")).toContainText("Done");
  await expect(page.getByLabel("Client ID")).toHaveValue(client);
});
