import { enter, expect, test } from "./journey";
import { withGoogle } from "./organizations";
import { person } from "./people";

const agent = "sol@soylent.example";

test("B31 for an agent there are no settings, no users, no log: neither menu nor page", async ({ page, world }) => {
  world.apply(withGoogle("soylent", "soylent.apps.googleusercontent.com", [person(agent)]));
  await enter(page, "soylent", agent);
  for (const name of ["SSO settings", "Users", "Sign-in log"])
    await expect(page.getByRole("link", { name })).toHaveCount(0);
  const connection = "/sso-settings/connections/Zq3yJ0pS7d2mXk9vT1hL4w";
  for (const path of [
    "/sso-settings",
    "/sso-settings/policy",
    "/sso-settings/require",
    "/sso-settings/domains",
    connection,
    `${connection}/test`,
    `${connection}/preview`,
    "/users",
    "/sign-in-log",
    "/sign-in-log/changes",
  ]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { name: "This page does not exist" }), path).toBeVisible();
  }
});

test("another organization's connection is not found, though the id is right", async ({ page, world, visitor }) => {
  const mine = "cyberdyne.apps.googleusercontent.com";
  world.apply(withGoogle("cyberdyne", mine, [person("miles@cyberdyne.example", ", role: super_admin")]));
  world.apply(
    withGoogle("skynet", "skynet.apps.googleusercontent.com", [person("t@skynet.example", ", role: super_admin")]),
  );
  await enter(page, "cyberdyne", "miles@cyberdyne.example");
  await page.getByRole("link", { name: "SSO settings", exact: true }).click();
  await page.getByRole("link", { name: "Edit: Google" }).click();
  await expect(page.getByLabel("Client ID")).toHaveValue(mine);
  const { pathname } = new URL(page.url());

  const other = await visitor();
  await enter(other, "skynet", "t@skynet.example");
  for (const path of [pathname, `${pathname}/test`, `${pathname}/preview`]) {
    await other.goto(path);
    await expect(other.getByRole("heading", { level: 1 }), path).toHaveText("This connection does not exist");
    await expect(other.getByRole("main")).not.toContainText("cyberdyne");
  }
});
