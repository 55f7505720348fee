import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { enter, expect, expectAccessible, expectHome, expectRefused, signInWith, test } from "./journey";
import { accountAt, withGoogle } from "./organizations";
import { person } from "./people";
import { card } from "./settings";

test("S12 people are added, changed, switched off and on; the last super admin is not", async ({
  page,
  world,
  visitor,
}) => {
  const admin = "eldon@tyrell.example";
  const agent = "roy@tyrell.example";
  const clientId = "tyrell.apps.googleusercontent.com";
  world.apply(withGoogle("tyrell", clientId, [person(admin, ", role: super_admin"), person(agent)]));
  await world.account(accountAt("google", agent));
  await world.registerClient("tyrell", "google", clientId);
  const other = await visitor();
  await signInWith(other, "Google", agent, "tyrell");
  await expectHome(other, agent, "Signed in with Google");

  await enter(page, "tyrell", admin);
  await page.getByRole("link", { name: "Users", exact: true }).click();
  await page.getByRole("button", { name: "Add a person" }).click();
  const adding = page.getByRole("dialog", { name: "Add a person" });
  await adding.getByLabel("Name").fill("Pris Stratton");
  await adding.getByLabel("E-mail").fill(agent);
  await adding.getByRole("button", { name: "Add", exact: true }).click();
  await expect(adding).toContainText("Someone here already has this address.");
  await adding.getByLabel("E-mail").fill("pris@tyrell.example");
  await adding.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Pris Stratton" })).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("Pris S. Stratton");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Pris S. Stratton is saved.")).toBeVisible();

  await open(page, "roy");
  await expect(card(page, "Connected accounts")).toContainText(agent);
  await ask(page, "Deactivate");
  await expect(page.getByText("roy was deactivated.")).toBeVisible();
  await other.reload();
  await expect(other.getByRole("heading", { name: "Sign in to Tyrell" })).toBeVisible();
  await ask(page, "Activate");
  await ask(page, "Disconnect");
  await expect(card(page, "Connected accounts")).toContainText("No account is connected.");

  await open(page, "eldon");
  await page.getByRole("button", { name: "Deactivate" }).click();
  const dialog = page.getByRole("dialog", { name: "Deactivate eldon?" });
  await dialog.getByRole("button", { name: "Deactivate" }).click();
  await expect(dialog.getByRole("alert")).toContainText("No one would be left who can manage this organization.");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("button", { name: "Deactivate" })).toBeFocused();
  await expect(card(page, "Access").getByText("Active", { exact: true })).toBeVisible();
});

test("S12 many people are chosen, previewed, changed with a report, exported and imported; whoever asks is left alone", async ({
  page,
  world,
}) => {
  const admin = "niander@tessier.example";
  const others = ["ana", "coco", "freysa", "joshi", "luv"].map((name) => person(`${name}@tessier.example`));
  world.apply(
    withGoogle("tessier", "tessier.apps.googleusercontent.com", [person(admin, ", role: super_admin"), ...others]),
  );
  await enter(page, "tessier", admin);
  await page.getByRole("link", { name: "Users", exact: true }).click();
  await page.getByRole("button", { name: "Sort by Name" }).click();
  await expect(page.getByRole("columnheader", { name: "Name" })).toHaveAttribute("aria-sort", "descending");
  await page.getByRole("checkbox", { name: "Choose everyone on this page" }).check();
  await expect(page.getByText("6 people chosen")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Deactivate", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Deactivate the chosen people?" });
  await expect(dialog).toContainText("5 people change");
  await expect(dialog).toContainText("You are left out");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Deactivate" }).click();
  await expect(page.getByRole("heading", { name: "The change is finished" })).toBeVisible();
  await expect(page.getByText("Done: 6 of 6. Changed: 5")).toBeVisible();
  await expectAccessible(page);
  expect(await saved(page, "Download the report")).toContain("coco@tessier.example,coco,changed");
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByRole("combobox", { name: "Status" }).selectOption("Deactivated");
  await expect(page.getByText("People: 1 to 5 of 5")).toBeVisible();
  const file = await saved(page, "Export");
  expect(file).toContain("luv@tessier.example");
  expect(file).not.toContain(admin);

  await page.getByRole("link", { name: "Import", exact: true }).click();
  await page.getByText("What the file contains").click();
  expect(await saved(page, "Download a sample")).toContain("email,name,role,external_id,active");
  const rows = [
    "e-mail;Name;Active",
    "ana@tessier.example;Ana de Armas;true",
    "mariette@tessier.example;Mariette;",
    "coco;Coco;",
  ];
  const content = Buffer.from(`\ufeff${rows.join("\r\n")}`);
  await page.locator('input[type="file"]').setInputFiles({ name: "crm.csv", mimeType: "text/csv", buffer: content });
  await page.getByRole("button", { name: "Check the file" }).click();
  await expect(page.getByRole("row", { name: /^4 email This is not an address/ })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Import 2 rows" }).click();
  await expect(page.getByRole("heading", { name: "The import is finished" })).toBeVisible();
  await page.reload();
  expect(await saved(page, "Download the report")).toMatch(/^2,changed,.*\r\n3,added,.*\r\n4,wrong,/m);
  await expect(page.getByText("1 added, 1 changed, 1 wrong")).toHaveCount(1);
  await expect(page.getByText("1 would be added, 1 changed, 1 wrong")).toHaveCount(1);
  await page.getByRole("link", { name: "Users", exact: true }).last().click();
  await expect(page.getByRole("row", { name: /Ana de Armas.*Active/ })).toBeVisible();
});

/** The text of the file that a button saves. */
async function saved(page: Page, button: string): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: button }).click()]);
  return readFile(await file.path(), "utf8");
}

test("B33 an account that was refused is connected to its person from the log", async ({ page, world, visitor }) => {
  const admin = "holden@voight.example";
  const clientId = "voight.apps.googleusercontent.com";
  world.apply(withGoogle("voight", clientId, [person(admin, ", role: super_admin"), person("rachael@voight.example")]));
  await world.account(accountAt("google", "r.tyrell@voight.example"));
  await world.registerClient("voight", "google", clientId);
  const other = await visitor();
  await signInWith(other, "Google", "r.tyrell@voight.example", "voight");
  await expectRefused(other, "User not authorized");
  const reference = new URL(other.url()).searchParams.get("ref") ?? "";

  await enter(page, "voight", admin);
  await page.getByRole("link", { name: "Sign-in log", exact: true }).click();
  await page.getByRole("link", { name: reference }).click();
  await page.getByRole("button", { name: "Connect to a person..." }).click();
  const dialog = page.getByRole("dialog", { name: "Connect the Google account r.tyrell@voight.example" });
  await dialog.getByRole("searchbox").fill("rach");
  await dialog.getByRole("button", { name: "Choose: rachael" }).click();
  await expect(dialog).toContainText("From now on this account signs in as rachael (rachael@voight.example).");
  await dialog.getByRole("button", { name: "Connect", exact: true }).click();
  await expect(page.getByText("The account is connected to rachael.")).toBeVisible();

  await signInWith(other, "Google", "r.tyrell@voight.example", "voight");
  await expectHome(other, "rachael@voight.example", "r.tyrell@voight.example");
});

async function open(page: Page, name: string) {
  await page.getByRole("link", { name: "Users", exact: true }).click();
  await page.getByRole("link", { name, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

/** Does it, and says yes to the question. */
async function ask(page: Page, action: string) {
  await page.getByRole("button", { name: action, exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: action, exact: true }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
}
