import { withNothing } from "../e2e/organizations";
import { person as personLine } from "../e2e/people";
import { codeOf, enter, test } from "./journey";
import { alert, button, card, dialog, field, heading, link } from "./page";

test("settings form: what is wrong takes the focus, a slip loses nothing, it is saved and tested", async ({
  person: page,
  world,
}) => {
  const code = codeOf("form");
  const admin = `ida@${code}.example`;
  const clientId = `${code}.apps.googleusercontent.com`;
  world.apply(withNothing(code, [personLine(admin, ", role: super_admin")]));
  await enter(page, code, admin);
  await page.click(link("SSO settings"));
  await page.click(button("Set up: Google"));
  await page.expectThere(heading("Set up Google"));
  await page.click(button("Save and test"));
  await page.expectText(alert, "Check these fields");
  await page.expectFocus(alert);
  await page.click(button("Client ID", alert));
  await page.expectFocus(field("Client ID"));

  await page.fill(field("Client ID"), clientId);
  await page.enter(link("Users"));
  await page.expectFocusIn(dialog());
  await page.click(button("Keep editing", dialog()));
  await page.expectGone(dialog());
  await page.expectFocus(link("Users"));
  await page.expectValue(field("Client ID"), clientId);

  const secret = `${code}-client-secret`;
  const redirectUri = await page.evaluate(
    "[...document.querySelectorAll('code')].map((given) => given.innerText).find((text) => text.includes('/callback/'))",
  );
  await world.client({ id: clientId, secret, redirectUri });
  await page.fill(field("Client secret"), secret);
  await page.press("Enter");
  await page.expectText(card("Without signing in"), "Accepted by");
  await page.click(link("SSO settings"));
  await page.click(link("Edit: Google"));
  await page.expectValue(field("Client ID"), clientId);
  await page.expectValue(field("Client secret"), "");
});
