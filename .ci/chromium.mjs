// A browser for the journeys: Playwright's own, else the system's, else it is
// downloaded, else installed from Debian's packages.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

/** The browser that is there, or undefined. */
export function findChromium() {
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const folders = (process.env.PATH ?? "").split(":");
  return [
    process.env.CHROMIUM_PATH,
    chromium.executablePath(),
    ...names.flatMap((name) => folders.map((folder) => `${folder}/${name}`)),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ].find((path) => path && existsSync(path));
}

/** Makes sure that there is one. */
export function installChromium() {
  const tries = [
    ["npx", "playwright", "install", "chromium"],
    ["apt-get", "update"],
    ["apt-get", "install", "-y", "--no-install-recommends", "chromium"],
  ];
  for (const [command, ...args] of tries) {
    if (findChromium()) break;
    try {
      execFileSync(command, args, { stdio: ["ignore", "ignore", "ignore"] });
    } catch {
      // the next one
    }
  }
  if (!findChromium()) throw new Error("no browser: install Chromium, or set CHROMIUM_PATH");
}

if (process.argv[1] === new URL(import.meta.url).pathname) installChromium();
