import type { Page } from "@playwright/test";
import { chooseAccount, enter, expect, expectNoFindings, test } from "./journey";
import { accountAt, withGoogle } from "./organizations";
import { person } from "./people";
import { card, expectFirstPart, finishTest } from "./settings";

interface Place {
  code: string;
  name: string;
  admin: string;
  unknown: string;
}

// Names as long as they may come, without a place to break them.
const letters = "wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschaferswessenschafewaren";
const longOrganization = `Look${letters.padEnd(93, "x")}`;
const longApplication = `App${letters.slice(0, 57)}`;
const longPerson = `Lux${letters.slice(0, 74)}`;
const longEmail = (code: string) => `${`lux${letters}`.slice(0, 59 - `${code}.example`.length)}@${code}.example`;

/** Where there is a breadcrumb the title is as far below it as on any other page. */
const belowCrumbs = 4;

type Walk = (page: Page, place: Place) => Promise<void>;

// Every screen in light and dark, wide and on phones, and every dialog that names somebody, with names that are as
// long as they may be. A walk has one organization and stays on a page for all that is to be seen there.
const walks: Record<string, Walk> = {
  async connection(page, { admin }) {
    await visit(page, "/sso-settings", "SSO settings", "Last 24 hours");
    const more = () => page.getByRole("button", { name: /^More/ }).first().click();
    for (const choice of ["Turn off: Google", "Rotate secret", "Remove"]) await inDialog(page, choice, more);
    await look(page);

    await page.getByRole("link", { name: "Edit: Google" }).click();
    await expect(page.getByLabel("Client ID")).toHaveValue(/googleusercontent/);
    const form = new URL(page.url()).pathname;
    await look(page, belowCrumbs);

    await page.getByRole("button", { name: "Save and test", exact: true }).click();
    await expectFirstPart(page);
    await page.getByRole("button", { name: "I saw an error at Google" }).click();
    await page.getByRole("radio").first().check();
    await look(page, belowCrumbs);
    await (await finishTest(page, admin)).close();
    await expect(page.getByText("Passed.", { exact: true })).toBeVisible();
    await look(page, belowCrumbs);

    await visit(page, "/sso-settings", "SSO settings");
    await page.getByRole("button", { name: "Turn off: Google" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Turn off", exact: true }).click();
    await expect(page.getByText("Google is off.", { exact: true }).first()).toBeVisible();
    await page.goto(`${form}/preview`);
    await expect(card(page, "Who, and why")).toContainText("outside the lock");
    await inDialog(page, "Turn on Google");
    await look(page, belowCrumbs);
    await onPaper(page);
  },

  async people(page, { code, name, admin, unknown }) {
    await page.goto(`/o/${code}/sign-in`);
    await page.getByRole("button", { name: "Sign in with Google" }).click();
    await chooseAccount(page, unknown);
    await expect(page.getByRole("heading", { level: 1, name: "User not authorized" })).toBeVisible();
    const reference = new URL(page.url()).searchParams.get("ref") ?? "";
    await look(page);
    await visit(page, `/o/${code}/bypass`, `Sign in to ${name} without Google`);
    await look(page);
    await page.goto(`/o/${code}/sign-in`);
    await expect(page.getByRole("heading", { level: 1, name: `Sign in to ${name}` })).toBeVisible();
    await fits(page);

    await enter(page, code, admin);
    await fits(page);
    await visit(page, "/profile", "Edit profile", "Time zone");
    await fits(page);
    await visit(page, "/profile/security", "Security Setting", "Recent sign-ins");
    await inDialog(page, "Change password");
    await page.getByRole("button", { name: /account menu/ }).click();
    await fits(page);

    await visit(page, "/users", "Users", admin);
    await inDialog(page, "Add a person");
    await look(page);
    await page.getByRole("link", { name: longPerson, exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: longPerson })).toBeVisible();
    for (const choice of ["Deactivate", "Exempt"]) await inDialog(page, choice);
    await look(page);

    await visit(page, "/roles", "Roles", "Super admin");
    await inDialog(page, "Add a rule");
    await inDialog(page, "Make a role");
    await look(page);

    await visit(page, "/sign-in-log", "Sign-in log", unknown);
    await look(page);
    await onPaper(page);
    await page.getByRole("link", { name: reference }).click();
    await expect(card(page, "Selected attempt")).toContainText(unknown);
    await inDialog(page, "Connect to a person...");
    await fits(page);
  },

  async policy(page, { code }) {
    await visit(page, "/sso-settings/policy", "Sign-in policy", "can't get in");
    await inHighContrast(page);
    await look(page, belowCrumbs);
    await visit(page, "/sso-settings/require", "Require SSO", "Step 5");
    await look(page, belowCrumbs);
    await visit(page, "/sso-settings/domains", "Verified domains");
    await page.getByLabel("Domain", { exact: true }).fill(`${code}.example`);
    await page.getByRole("button", { name: "Add a domain" }).click();
    await expect(card(page, `${code}.example`)).toContainText("Waiting for the DNS record");
    await look(page, belowCrumbs);

    await visit(page, "/users/import", "Import people", "No imports yet");
    await look(page, belowCrumbs);
    await visit(page, "/webhooks", "Webhooks", "No webhooks yet");
    await inDialog(page, "Add a webhook");
  },

  async applications(page, { code }) {
    await visit(page, "/", "You are signed in", longApplication);
    await look(page);
    await visit(page, "/applications", "Applications", longApplication);
    await inDialog(page, `Switch off ${longApplication}`);
    await look(page);

    await visit(page, "/api-keys", "API keys", "No services yet");
    const make = page.getByRole("button", { name: "Make a service", exact: true });
    await make.click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name", { exact: true }).fill(letters.slice(0, 60));
    for (const scope of await dialog.getByRole("checkbox").all()) await scope.check();
    await fits(page);
    await dialog.getByRole("button", { name: "Make a service" }).click();
    await expect(dialog).toContainText("lks_");
    await look(page);
    await dialog.getByRole("button", { name: "I have copied it" }).click();
    for (const choice of ["Add a secret", "Set up federation", "Set up private key", "Revoke service"])
      await inDialog(page, `${choice} ${letters.slice(0, 60)}`);
    await look(page);

    await visit(page, "/sso-settings/branding", "Sign-in page");
    await page.locator("input[type=file]").setInputFiles("frontend/shots/sign-in.png");
    await page.getByLabel("Accent color (optional)").fill("#7a1f5c");
    await page.getByLabel("Welcome (optional)").fill(letters.repeat(2));
    await expect(page.getByRole("main")).toContainText("Made lighter here");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByText("The sign-in page has the new look.")).toBeVisible();
    await look(page, belowCrumbs);
    await isBeside(page, "Look", "Preview");

    await page.context().clearCookies();
    await page.goto(`/o/${code}/sign-in`);
    await expect(page.getByText(letters.repeat(2))).toBeVisible();
    await look(page);
  },
};

/** An application of that organization alone. */
const applicationOf = (code: string) => `
applications:
  - clientId: ${code}
    name: ${longApplication}
    type: spa
    organizations: [${code}]
    homeUrl: https://${letters.slice(0, 60)}.example/${letters}
    redirectUris: ["https://crm.example/callback"]
`;

for (const [screens, walk] of Object.entries(walks))
  test(`${screens}: light and dark, wide and narrow`, async ({ page, world }) => {
    const code = `look${screens}`;
    const unknown = `unknown-${longEmail(code)}`.slice(0, 30).concat(`@${code}.example`);
    const place = { code, name: longOrganization, admin: longEmail(code), unknown };
    const clientId = `${code}.apps.googleusercontent.com`;
    world.apply(
      withGoogle(
        code,
        clientId,
        [
          person(place.admin, ", role: super_admin", longPerson),
          person(`maria-magdalena.von-und-zu-hohenstein-wittgenstein@a-very-long-subdomain.${code}.example`),
          person("ann@gmail.com"),
        ],
        longOrganization,
      ) + (screens === "applications" ? applicationOf(code) : ""),
    );
    for (const email of [place.admin, unknown]) await world.account(accountAt("google", email));
    await world.registerClient(code, "google", clientId);
    if (screens !== "people") await enter(page, code, place.admin);
    await walk(page, place);
  });

async function visit(page: Page, path: string, heading: string, content = heading) {
  await page.goto(path);
  await expect(page.locator("html:not(.coming)").getByRole("heading", { level: 1, name: heading })).toBeVisible();
  await expect(page.getByRole("main")).toContainText(content);
}

/** No finding of axe in light and dark, nothing to scroll sideways, on phones either, and the title where it is on every page. */
async function look(page: Page, title: number | null = null) {
  await page.setViewportSize({ width: 1280, height: 800 });
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme });
    await expectNoFindings(page, page.url(), colorScheme === "light" ? "colours" : undefined);
  }
  await fits(page);
  await opened(page);
  expect.soft(await fromCrumbsToTitle(page), page.url()).toBe(title);
}

/** What opens something above the page: a menu below its button, and the navigation. */
const menus = "button[aria-expanded]:has(+ .menu):visible, button[aria-controls=nav]:visible";

/** On a phone nothing that opens in the page is cut or makes it wider: everything that is closed, and each menu. */
async function opened(page: Page) {
  await page.setViewportSize({ width: 360, height: 800 });
  const closed = await page.evaluateHandle(() => {
    const all = [...document.querySelectorAll<HTMLDetailsElement>("details:not([open])")];
    for (const one of all) one.open = true;
    return all;
  });
  expect.soft(await cut(page), `${page.url()} with all that opens`).toEqual([]);
  // Behind a dialog no menu opens.
  const isBehind = await page.getByRole("dialog").isVisible();
  for (const menu of isBehind ? [] : await page.locator(menus).all()) {
    await menu.click();
    expect.soft(await cut(page), `${page.url()}, ${await menu.getAttribute("aria-controls")}`).toEqual([]);
    await page.keyboard.press("Escape");
  }
  await closed.evaluate((all) => {
    for (const one of all) one.open = false;
  });
}

/** Where there is room one card stands beside another, and on phones below it. */
async function isBeside(page: Page, one: string, other: string) {
  for (const [width, beside] of [
    [1280, true],
    [360, false],
  ] as const) {
    await page.setViewportSize({ width, height: 800 });
    const [first, second] = [await card(page, one).boundingBox(), await card(page, other).boundingBox()];
    expect.soft(first?.y === second?.y, `${other} beside ${one} at ${width}`).toBe(beside);
    expect.soft(first?.x === second?.x, `${other} below ${one} at ${width}`).toBe(!beside);
  }
}

/** On paper (A4 without its margins) nothing is cut, and the bar and the menu are not there. */
async function onPaper(page: Page) {
  await page.setViewportSize({ width: 718, height: 1000 });
  await page.emulateMedia({ media: "print" });
  expect.soft(await cut(page), `${page.url()} on paper`).toEqual([]);
  await expect.soft(page.locator(".top, .nav, .tabs, .filters").filter({ visible: true })).toHaveCount(0);
  await page.emulateMedia({ media: "screen" });
}

/** Pixels between the breadcrumb and the title below it; null where there is no breadcrumb. */
function fromCrumbsToTitle(page: Page): Promise<number | null> {
  return page.evaluate(() => {
    const [crumbs, title] = [document.querySelector(".crumbs"), document.querySelector("h1")];
    if (!crumbs || !title) return null;
    return Math.round(title.getBoundingClientRect().top - crumbs.getBoundingClientRect().bottom);
  });
}

/** Nothing is cut and nothing is to scroll sideways, wide and on phones. */
async function fits(page: Page) {
  for (const width of [320, 360, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    expect.soft(await cut(page), `${page.url()} at ${width}`).toEqual([]);
  }
}

/** What a button opens fits as well, and Escape gives it the focus back. */
async function inDialog(page: Page, button: string, before = async () => {}) {
  await before();
  const opener = page.getByRole("button", { name: button, exact: true });
  await opener.click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await fits(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(opener.or(page.getByRole("button", { name: /^More/ }).first()).and(page.locator(":focus"))).toHaveCount(
    1,
  );
}

/** What does not fit: a page that scrolls sideways, and elements whose text is cut or stands beside the window. What has a title says it there; what scrolls by itself has a name. */
function cut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const passed = ".vh, .cards thead, svg, input, textarea, .tabs, [role=region][tabindex], [title]";
    // Text of a filter is cut without anything to scroll: it is measured.
    const pen = document.createElement("canvas").getContext("2d") as CanvasRenderingContext2D;
    const isShort = (select: HTMLSelectElement) => {
      const { font, paddingLeft, paddingRight } = getComputedStyle(select);
      pen.font = font;
      const room = select.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
      return pen.measureText(select.selectedOptions[0]?.text ?? "").width > room + 1;
    };
    const isCut = (element: Element) => {
      if (!element.checkVisibility() || element.closest(passed)) return false;
      if (element instanceof HTMLSelectElement) return element.closest(".filters") !== null && isShort(element);
      const { left, right, width } = element.getBoundingClientRect();
      const isOutside = width > 0 && (left < -1 || right > innerWidth + 1);
      const { overflowX } = getComputedStyle(element);
      return isOutside || (overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1);
    };
    const all = [document.documentElement, ...document.querySelectorAll("body *:not(.skip)")].filter(isCut);
    return all.map((one) => `${one.tagName}.${one.getAttribute("class")}: ${one.textContent?.slice(0, 60)}`);
  });
}

/** Where the system gives the colours, marks, edges and the current place are seen all the same. */
async function inHighContrast(page: Page) {
  await page.emulateMedia({ forcedColors: "active" });
  const look = (selector: string, pseudo?: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element, of) => {
        const { backgroundColor, borderTopWidth, outlineStyle, color } = getComputedStyle(element, of);
        return { backgroundColor, borderTopWidth, outlineStyle, color };
      }, pseudo);
  // The colours slide into place.
  await expect(async () => {
    const [chosen, other] = [
      await look("main input[type=radio]:checked"),
      await look("main input[type=radio]:not(:checked)"),
    ];
    expect(chosen.backgroundColor).not.toBe(other.backgroundColor);
    expect((await look(".mantine-Radio-icon")).color).not.toBe(chosen.backgroundColor);
  }).toPass({ timeout: 5_000 });
  const [here, there] = [await look(".nav a[aria-current]"), await look(".nav a:not([aria-current])")];
  expect([here.outlineStyle, there.outlineStyle]).toEqual(["solid", "none"]);
  expect((await look(".nav a[aria-current]", "::before")).backgroundColor).not.toBe(here.backgroundColor);
  for (const edged of [".chip", ".forecast", ".mantine-Button-root"])
    expect((await look(edged)).borderTopWidth, edged).toBe("1px");
  await page.getByRole("button", { name: /account menu/ }).click();
  expect((await look(".account .menu")).borderTopWidth).toBe("1px");
  await page.keyboard.press("Escape");
  await page.emulateMedia({ forcedColors: "none" });
}
