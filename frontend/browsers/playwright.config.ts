import { defineConfig } from "@playwright/test";

// Playwright runs the journeys and counts them; it cannot drive the browsers of
// a distribution, so driver.ts does.
export default defineConfig({
  testDir: ".",
  outputDir: "../e2e/results/browsers",
  globalSetup: "./global-setup.ts",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: "./table.ts",
  projects: [{ name: "Firefox" }, { name: "WebKit" }],
});
