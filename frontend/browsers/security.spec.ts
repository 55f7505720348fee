import { password } from "../e2e/people";
import {
  chooseAccount,
  codeOf,
  enter,
  expectHome,
  openSecurity,
  signInWith,
  signOut,
  test,
  withAccounts,
} from "./journey";
import { button, card, dialog, field, main, type Page } from "./page";

const accounts = card("Connected accounts");

test("Security Setting: connect, sign in with it, disconnect", async ({ person: page, world }) => {
  const code = codeOf("security");
  const agent = `zoe@${code}.example`;
  await withAccounts(world, code, { [agent]: "" });
  await enter(page, code, agent);
  await openSecurity(page);
  await page.expectText(accounts, "Not connected");
  await page.click(button("Connect Google", accounts));
  await confirmItsYou(page);
  await chooseAccount(page, agent);
  await page.expectText(main, "Next time, choose Sign in with Google.");
  await page.expectText(accounts, `${agent}, since`);
  await signOut(page);
  await signInWith(page, "Google", agent, code);
  await expectHome(page, agent, "Signed in with Google");

  await openSecurity(page);
  const disconnect = button(/^Disconnect/, accounts);
  await expectFocusBack(page, disconnect);
  await page.enter(disconnect);
  await page.click(button("Disconnect", dialog()));
  await page.expectText(accounts, "Not connected");
});

test("Security Setting: the focus returns from the password dialog", async ({ person: page, world }) => {
  const code = codeOf("focus");
  const agent = `fay@${code}.example`;
  await withAccounts(world, code, { [agent]: "" });
  await enter(page, code, agent);
  await openSecurity(page);
  const change = button("Change password");
  await expectFocusBack(page, change);
  await page.enter(change);
  await page.fill(field("Current password", dialog()), password);
  await page.fill(field("New password", dialog()), "password1234");
  await page.click(button("Save password", dialog()));
  await page.expectText(dialog(), "This is too easy to guess.");
  await page.fill(field("New password", dialog()), "seven quiet herons at the weir");
  await page.press("Enter");
  await page.expectGone(dialog());
  await page.expectText(main, "Last changed today");
});

/** What a dialog took it gives back, by Escape and by Cancel. */
async function expectFocusBack(page: Page, opener: ReturnType<typeof button>) {
  for (const close of [() => page.press("Escape"), () => page.enter(button("Cancel", dialog()))]) {
    await page.enter(opener);
    await page.expectFocusIn(dialog());
    await close();
    await page.expectGone(dialog());
    await page.expectFocus(opener);
  }
}

/** The password once more, if it is asked for. */
async function confirmItsYou(page: Page) {
  const asked = dialog("Confirm it's you");
  await page.expectOne(asked, { role: "heading", name: "Choose an account" });
  if (!(await page.isThere(asked))) return;
  await page.fill(field("Password", asked), password);
  await page.click(button("Confirm", asked));
}
