import { enter, expect, expectAccessible, expectHome, signInWith, test } from "./journey";
import { accountAt, withGoogle, withNothing } from "./organizations";
import { person } from "./people";

test("B8 a role of one's own lets a help desk look up refusals, and nothing else", async ({ page, world, visitor }) => {
  const admin = "mia@kanata.example";
  const agent = "vin@kanata.example";
  world.apply(withNothing("kanata", [person(admin, ", role: super_admin"), person(agent)]));
  const other = await visitor();
  await enter(other, "kanata", agent);
  await expect(other.getByRole("navigation", { name: "Main" })).toBeHidden();

  await enter(page, "kanata", admin);
  await page.getByRole("link", { name: "Roles", exact: true }).click();
  await page.getByRole("button", { name: "Make a role" }).click();
  const dialog = page.getByRole("dialog", { name: "Make a role" });
  await dialog.getByLabel("Name", { exact: true }).fill("Help desk");
  await expect(dialog.getByLabel("Key", { exact: true })).toHaveValue("help_desk");
  await dialog.getByLabel("Read the sign-in log").check();
  await dialog.getByRole("button", { name: "Make a role" }).click();
  await expect(page.getByRole("row", { name: /Help desk/ })).toContainText("help_desk");

  await page.getByRole("link", { name: "Users", exact: true }).click();
  await page.getByRole("link", { name: "vin", exact: true }).click();
  await page.getByLabel("Role").selectOption("Help desk");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("vin is saved.")).toBeVisible();

  await other.reload();
  const menu = other.getByRole("navigation", { name: "Main" });
  await menu.getByRole("link", { name: "Sign-in log" }).click();
  await expect(other.getByRole("heading", { level: 1, name: "Sign-in log" })).toBeVisible();
  await expect(menu.getByRole("link", { name: "Users" })).toBeHidden();
});

test("S13 a rule is made, tried and saved, and the next sign-in has its role", async ({ page, world, visitor }) => {
  const admin = "mariette@morin.example";
  const agent = "tyler@morin.example";
  const clientId = "morin.apps.googleusercontent.com";
  const people = [person(admin, ", role: super_admin"), person(agent)];
  world.apply(`${withGoogle("morin", clientId, people)}    roles:
      - { key: help_desk, name: Help desk, permissions: ['log:read'] }
`);
  await world.account(accountAt("google", agent));
  await world.registerClient("morin", "google", clientId);

  await enter(page, "morin", admin);
  await page.getByRole("link", { name: "Roles", exact: true }).click();
  await page.getByRole("radio", { name: "Automatic" }).check();
  await page.getByRole("button", { name: "Add a rule" }).click();
  const form = page.getByRole("dialog", { name: "Add a rule" });
  await form.getByLabel("Claim", { exact: true }).fill("hd");
  await form.getByLabel("Values").fill("morin.example");
  await form.getByLabel("Role", { exact: true }).selectOption("Help desk");
  await expectAccessible(page);
  await form.getByRole("button", { name: "Use this rule" }).click();
  await expect(page.getByText("If hd has morin.example in it, the role is Help desk.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Try the rules" }).click();
  const trying = page.getByRole("dialog", { name: "What the rules would do" });
  await trying.getByRole("radio", { name: "Claims that I paste" }).check();
  await trying.getByLabel("Claims", { exact: true }).fill('{ "hd": "morin.example" }');
  await trying.getByRole("button", { name: "Try", exact: true }).click();
  await expect(trying.getByText("Rule 1 matches: the role is Help desk.")).toBeVisible();
  await expectAccessible(page);
  await trying.getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Save the rules" }).click();
  await expect(page.getByText("The rules are saved.")).toBeVisible();

  const other = await visitor();
  await signInWith(other, "Google", agent, "morin");
  await expectHome(other, agent, "Signed in with Google");
  await other.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Sign-in log" }).click();
  await expect(other.getByRole("heading", { level: 1, name: "Sign-in log" })).toBeVisible();
  await page.getByRole("link", { name: "Users", exact: true }).click();
  await page.getByRole("link", { name: "tyler", exact: true }).click();
  await expect(page.getByText(/Set by rule 1 at the sign-in of today/)).toBeVisible();
});
