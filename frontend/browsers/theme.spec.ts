import { withNothing } from "../e2e/organizations";
import { person as personLine } from "../e2e/people";
import { codeOf, enter, expect, signOut, test } from "./journey";
import { button, main, type Page } from "./page";

test("theme: dark is chosen, and stays on every page", async ({ person: page, world }) => {
  const code = codeOf("theme");
  const agent = `nox@${code}.example`;
  world.apply(withNothing(code, [personLine(agent)]));
  await enter(page, code, agent);
  await expectBackground(page, "light");
  await page.click(button(/account menu/i));
  await page.choose({ role: "radio", name: "Dark", within: { role: "group", name: "Appearance" } });
  await expectBackground(page, "dark");
  await page.reload();
  await page.expectText(main, agent);
  await expectBackground(page, "dark");
  await signOut(page);
  await page.reload();
  await page.expectThere(button("Sign in"));
  await expectBackground(page, "dark");
});

async function expectBackground(page: Page, shade: "light" | "dark") {
  const shown = async () => {
    const colour = await page.evaluate("getComputedStyle(document.body).backgroundColor");
    const [red = 0, green = 0, blue = 0] = (colour.match(/\d+/g) ?? []).map(Number);
    return red + green + blue > 384 ? "light" : "dark";
  };
  await expect.poll(shown, { message: "the background" }).toBe(shade);
}
