import { defineConfig } from "@playwright/test";
import { findChromium } from "../../.ci/chromium.mjs";

// On SQLite everything, on PostgreSQL what is marked @postgres.
export default defineConfig({
  testDir: ".",
  outputDir: "results/artifacts",
  globalSetup: "./global-setup.ts",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [["list"], ["json", { outputFile: "results/playwright.json" }]],
  use: {
    screenshot: "only-on-failure",
    // Recording costs a third of the time: TRACE=1 when one journey must be understood.
    trace: process.env.TRACE ? "on" : "off",
    launchOptions: {
      executablePath: findChromium(),
      args: [
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--disable-gpu",
        "--disable-quic",
        // Pages of all sites share one process: a new one for each page costs more than the page.
        "--disable-site-isolation-trials",
        "--process-per-site",
        "--renderer-process-limit=1",
      ],
    },
  },
  projects: [{ name: "sqlite" }, { name: "postgres", grep: /@postgres/ }],
});
