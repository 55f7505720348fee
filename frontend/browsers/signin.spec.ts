import { nameOf, withNothing } from "../e2e/organizations";
import { person as personLine } from "../e2e/people";
import { codeOf, enter, expect, expectHome, linkByPassword, signInWith, signOut, test, withAccounts } from "./journey";
import { alert, button, field, heading, main } from "./page";

test("sign in with a provider, reload, sign out", async ({ person: page, world }) => {
  const code = codeOf("core");
  const agent = `ana@${code}.example`;
  await withAccounts(world, code, { [agent]: "" });
  await signInWith(page, "Google", agent, code);
  await expectHome(page, agent, "Signed in with Google");
  await page.reload();
  await expectHome(page, agent, "Signed in with Google");
  await signOut(page);
  await page.goto("/");
  await page.expectPath(/sign-in$/);
});

test("link page: asked once, and the next time no more", async ({ person: page, world }) => {
  const code = codeOf("link");
  const admin = `lea@${code}.example`;
  await withAccounts(world, code, { [admin]: ", role: super_admin" });
  await signInWith(page, "Google", admin, code);
  await page.expectPath(/\/link-account$/);
  await page.expectFocus(heading(`Connect your Google account to your ${nameOf(code)} account`));
  await linkByPassword(page, code, "not the password");
  await page.expectText(main, "That did not match. Check and try again.");
  await linkByPassword(page, code);
  await expectHome(page, admin, "Signed in with Google");
  await signOut(page);
  await signInWith(page, "Google", admin, code);
  await expectHome(page, admin, "Signed in with Google");
});

test("warning dialog of a provider that is not set up", async ({ person: page, world }) => {
  const code = codeOf("blank");
  const agent = `bo@${code}.example`;
  world.apply(withNothing(code, [personLine(agent)]));
  await page.goto(`/o/${code}/sign-in`);
  const google = button("Sign in with Google");
  const warning = { role: "alertdialog" };
  for (const close of [() => page.press("Escape"), () => page.click(button("OK", warning))]) {
    await page.enter(google);
    await page.expectText(warning, "has not set up Google sign-in yet.");
    await page.expectFocus(button("OK", warning));
    await close();
    await page.expectGone(warning);
    await page.expectFocus(google);
  }
  expect(await page.isThere(alert)).toBe(false);
  await page.expectThere(field("E-mail"));
  await enter(page, code, agent);
});
