import { defineConfig } from "@playwright/test";
import { findChromium } from "../../.ci/chromium.mjs";

// Programs of other languages and software of others against the built binary:
// make interop, and oauth2-proxy in make test. A browser plays the person.
export default defineConfig({
  testDir: ".",
  outputDir: "../e2e/results/interop",
  globalSetup: "../browsers/global-setup.ts",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [["list"], ["json", { outputFile: "../e2e/results/interop.json" }]],
  use: {
    launchOptions: {
      executablePath: findChromium(),
      args: [...(process.getuid?.() === 0 ? ["--no-sandbox"] : []), "--disable-background-networking", "--disable-gpu"],
    },
  },
  projects: [{ name: "sqlite" }],
});
