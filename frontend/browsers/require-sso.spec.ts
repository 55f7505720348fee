import { password } from "../e2e/people";
import {
  codeOf,
  enter,
  expectHome,
  linkByPassword,
  openPolicy,
  signInWith,
  signOut,
  test,
  withAccounts,
} from "./journey";
import { alert, button, card, dialog, field, heading, link, main, type Page } from "./page";

const step = (number: number) => ({ role: "listitem", name: new RegExp(`^Step ${number}:`) });

test("require SSO, step by step, and allow passwords again", async ({ person: page, world }) => {
  const code = codeOf("require");
  const [admin, colleague, agent] = ["ada", "lou", "pat"].map((name) => `${name}@${code}.example`) as [
    string,
    string,
    string,
  ];
  const superAdmin = ", role: super_admin";
  await withAccounts(world, code, { [admin]: superAdmin, [colleague]: superAdmin, [agent]: "" });
  await enter(page, code, admin);
  await openWizard(page);
  await page.expectText(step(1), "To do");
  await signOut(page);
  await signInWith(page, "Google", admin, code);
  await linkByPassword(page, code);
  await expectHome(page, admin, "Signed in with Google");

  await openWizard(page);
  await page.expectText(step(1), "You signed in with Google");
  await page.click(button("Confirm another password", step(2)));
  await page.fill(field("E-mail of a super admin", step(2)), colleague);
  await prove(page, "not the password");
  await page.expectText({ ...alert, within: step(2) }, "That did not match.");
  await prove(page, password);
  await page.expectText(step(2), `(${colleague}) confirmed the password`);
  await page.expectText(step(3), agent);
  const from = field(/^SSO is required from/);
  await page.set(from, "2020-01-01T08:00");
  await page.click(button("Require SSO"));
  await page.expectText(step(4), "Choose a time in the future, at most one year from now.");
  await page.set(from, localNow());
  await page.click(button("Require SSO"));
  await page.expectText(card("Exempt people"), colleague);
  await page.expectText(main, "only exempt people can use a password");

  await signOut(page);
  await page.click(link("Sign in without Google"));
  await signIn(page, agent);
  await page.expectText(main, "This account cannot sign in without Google.");
  await signIn(page, colleague);
  await expectHome(page, colleague, "Signed in with password");
  await openPolicy(page);
  await page.click(button("Allow passwords again"));
  await page.click(button("Allow passwords again", dialog()));
  await page.expectGone(dialog());
  await signOut(page);
  await enter(page, code, agent);
});

async function openWizard(page: Page) {
  await openPolicy(page);
  await page.click(link("Require SSO..."));
  await page.expectThere(heading("Require SSO"));
}

async function prove(page: Page, typed: string) {
  await page.fill(field("Password", step(2)), typed);
  await page.click(button("Confirm it now", step(2)));
}

async function signIn(page: Page, email: string) {
  await page.fill(field("E-mail"), email);
  await page.fill(field("Password"), password);
  await page.click(button("Sign in"));
}

/** Now, as a field of date and time holds it; the browser's zone is that of this program. */
function localNow() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
