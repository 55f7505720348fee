import { enter, expect, test } from "./journey";
import { withNothing } from "./organizations";
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
