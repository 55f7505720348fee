import { chooseAccount, expect, expectHome, signInWith, test } from "./journey";

test("reload, refresh and Back keep the person signed in, and the look that was chosen @postgres", async ({
  page,
  world,
}) => {
  const email = `refresh-${world.engine}@acme.example`;
  await signInWith(page, "Google", email);
  await expectHome(page, email, "Signed in with Google");
  // The page comes in that look: nothing flashes.
  for (const [look, inPage] of [
    ["Dark", /^<!doctype html>\s*<html [^>]*data-theme="dark"/i],
    ["Light", /^<!doctype html>\s*<html [^>]*data-theme="light"/i],
    ["System", /^<!doctype html>\s*<html (?![^>]*data-theme)/i],
  ] as const) {
    await page.getByRole("button", { name: /account menu/i }).click();
    await page.getByText(look, { exact: true }).click();
    const answer = await page.reload();
    expect(await answer?.text()).toMatch(inPage);
    await expectHome(page, email, "Signed in with Google");
  }
  await page.goto("/sso-settings/x");
  await expect(page.getByRole("heading", { name: "This page does not exist" })).toBeVisible();
  await expect(page.getByRole("button", { name: /account menu/i })).toBeVisible();
  await page.goBack();
  await page.goto("/");
  await expectHome(page, email, "Signed in with Google");
});

test("two tabs of one browser start at once and both arrive", async ({ page, context }) => {
  const second = await context.newPage();
  for (const tab of [page, second]) {
    await tab.goto("/o/acme/sign-in");
    await tab.getByRole("button", { name: "Sign in with Google" }).click();
    await expect(tab.getByRole("heading", { name: "Choose an account" })).toBeVisible();
  }
  await chooseAccount(page, "tabs@acme.example");
  await expectHome(page, "tabs@acme.example", "Signed in with Google");
  await chooseAccount(second, "tabs@acme.example");
  await expectHome(second, "tabs@acme.example", "Signed in with Google");
  await Promise.all([page.reload(), second.reload()]);
  await expectHome(page, "tabs@acme.example", "Signed in with Google");
  await expectHome(second, "tabs@acme.example", "Signed in with Google");
});

test("I07 signing out in one tab signs out in the other, of itself, and Back shows nothing", async ({
  page,
  context,
}) => {
  await signInWith(page, "Google", "reload@acme.example");
  await expectHome(page, "reload@acme.example", "Signed in with Google");
  const second = await context.newPage();
  await second.goto("/");
  await expectHome(second, "reload@acme.example", "Signed in with Google");
  await page.getByRole("button", { name: /account menu/i }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(second.getByRole("heading", { name: "Sign in to Acme Support" })).toBeVisible();
  for (const tab of [second, page]) {
    await tab.goBack();
    await expect(tab.getByText("reload@acme.example")).toHaveCount(0);
  }
  expect((await page.request.get("/")).headers()["cache-control"]).toBe("no-store");
});

test("I01 no token is where a script could find it", async ({ page }) => {
  await signInWith(page, "Google", "backer@acme.example");
  await expectHome(page, "backer@acme.example", "Signed in with Google");
  await page.goto("/profile/security");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const kept = await page.evaluate(async () => {
    const cached = await Promise.all(
      (await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)),
    );
    const workers = (await navigator.serviceWorker.getRegistrations()).length;
    const databases = (await indexedDB.databases()).map(({ name }) => name);
    const seen = [
      { ...localStorage },
      { ...sessionStorage },
      document.cookie,
      location.href,
      history.state,
      window.name,
    ];
    return { text: JSON.stringify(seen) + document.documentElement.outerHTML, cached, workers, databases };
  });
  expect(kept.text).not.toMatch(/eyJ|latchkey-session/);
  expect(kept).toMatchObject({ cached: [], workers: 0, databases: [] });
  const session = (await page.context().cookies()).find(({ name }) => name.endsWith("latchkey-session"));
  expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
});

test("I10 no window opens and none is sent a message", async ({ page, context }) => {
  await context.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    window.open = () => {
      seen.push("open");
      return null;
    };
    const { addEventListener } = window;
    window.addEventListener = function (this: Window, ...args: Parameters<typeof addEventListener>) {
      if (args[0] === "message") seen.push("listens");
      addEventListener.apply(this, args);
    } as typeof addEventListener;
  });
  await page.goto("/o/acme/sign-in");
  expect(await page.evaluate("seen")).toEqual([]);
  await page.getByRole("button", { name: "Sign in with Google" }).click();
  await chooseAccount(page, "popup@acme.example");
  await expectHome(page, "popup@acme.example", "Signed in with Google");
  expect(await page.evaluate("[seen, window.opener]")).toEqual([[], null]);
  expect(context.pages()).toHaveLength(1);
});

test("I11 deep links lead nowhere else after the sign-in", async ({ page, baseURL }) => {
  for (const hint of [
    "#/settings?next=https://evil.example",
    "?next=//evil.example",
    "?returnTo=%2F%2Fevil.example#//evil.example",
  ]) {
    await page.context().clearCookies();
    await page.goto(`/o/acme/sign-in${hint}`);
    await page.getByRole("button", { name: "Sign in with Google" }).click();
    await chooseAccount(page, "deep@acme.example");
    await expectHome(page, "deep@acme.example", "Signed in with Google");
    expect(new URL(page.url()).origin).toBe(baseURL);
  }
});

test("I12 a double click on a slow network is one start", async ({ page }) => {
  let starts = 0;
  await page.route("**/api/v1/sign-in/sso", async (route) => {
    starts++;
    await new Promise((resolve) => setTimeout(resolve, 700));
    await route.continue();
  });
  await page.goto("/o/acme/sign-in");
  await page.getByRole("button", { name: "Sign in with Google" }).dblclick();
  await expect(page.getByRole("button", { name: "Opening Google..." })).toHaveAttribute("aria-disabled", "true");
  await page.getByRole("button", { name: "Opening Google..." }).click({ force: true });
  await expect(page.getByRole("heading", { name: "Choose an account" })).toBeVisible();
  expect(starts).toBe(1);
});

test("a deep link starts by itself", async ({ page }) => {
  await page.goto("/o/acme/sign-in/google");
  await chooseAccount(page, "canceller@acme.example");
  await expectHome(page, "canceller@acme.example", "Signed in with Google");
});
