import { expect, expectAccessible, expectNoFindings, test } from "./journey";

// /docs: static pages under the same strict policy as everything else.
test.describe("documentation", () => {
  test("the reference is read, filtered and linked to, in both looks, on a phone and on paper", async ({
    page,
    world,
  }) => {
    await page.goto("/docs");
    await page.getByRole("main").getByRole("link", { name: "API reference" }).click();
    await expect(page).toHaveTitle("API reference - Latchkey documentation");
    const contents = page.getByRole("navigation", { name: "Contents" });
    await contents.getByRole("searchbox", { name: "Filter the operations" }).fill("provider account of a refused");
    await contents.getByRole("link", { name: "Connect the provider account of a refused sign-in to a person" }).click();
    const operation = page.getByRole("article", { name: /^Connect the provider account of a refused/ });
    await expect(operation).toBeInViewport();
    await expect(operation).toContainText(`${new URL(world.url).origin}/api/v1/organizations/acme/users/`);
    await expectAccessible(page);

    await page.context().addCookies([{ name: "latchkey_theme", value: "dark", url: world.url }]);
    await page.setViewportSize({ width: 360, height: 740 });
    await page.reload();
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe("dark");
    await expect(contents.getByRole("link", { name: "Users" })).toBeHidden();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);

    await page.emulateMedia({ media: "print" });
    await expect(contents).toBeHidden();
    await expect(operation).toBeVisible();
  });

  test("a guide is read without script, and copied from with it", async ({ page, browser, world }) => {
    const still = await browser.newContext({ javaScriptEnabled: false, baseURL: world.url });
    const bare = await still.newPage();
    await bare.goto("/docs/verify-a-token#java");
    await expect(bare.getByRole("heading", { level: 1, name: "Verify a token" })).toBeVisible();
    await expect(bare.getByRole("heading", { name: "Java" })).toBeInViewport();
    await expect(bare.getByRole("link", { name: "Users" })).toBeVisible();
    await still.close();

    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.goto("/docs/verify-a-token");
    await page.getByRole("figure", { name: "ask.sh" }).getByRole("button", { name: "Copy" }).click();
    await expect(page.getByRole("status")).toHaveText("Copied");
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain(`${new URL(world.url).origin}/api/v1/me`);
    await expectAccessible(page);

    await page.context().addCookies([{ name: "latchkey_theme", value: "dark", url: world.url }]);
    await page.setViewportSize({ width: 360, height: 740 });
    for (const guide of ["", "/sign-people-in", "/verify-a-token", "/call-the-api"]) {
      await page.goto(`/docs${guide}`);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth), guide).toBe(360);
      if (guide === "/sign-people-in") await expectNoFindings(page, "a guide in dark", "colours");
    }
  });
});
