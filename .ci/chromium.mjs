// A browser for the journeys. Without windows it costs half of the time: that one
// is installed from Debian's packages where that can be, else the whole browser is
// taken, which is Playwright's own, the system's, or downloaded.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

const shells = ["chromium-headless-shell", "chrome-headless-shell"];

/** The cheapest browser that is there, or undefined. */
export function findChromium() {
  return [process.env.CHROMIUM_PATH, ...inPath(shells), findWholeChromium()].find(isThere);
}

/** The browser that people have, with what belongs to its windows, as its password manager. */
export function findWholeChromium() {
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const onMac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
  return [process.env.CHROMIUM_PATH, chromium.executablePath(), ...inPath(names), onMac].find(isThere);
}

function inPath(names) {
  const folders = (process.env.PATH ?? "").split(":");
  return names.flatMap((name) => folders.map((folder) => `${folder}/${name}`));
}

function isThere(path) {
  return path && existsSync(path);
}

/** Makes sure that there are both, or the whole one at least. */
export function installChromium() {
  const install = ["apt-get", "install", "-y", "--no-install-recommends"];
  if (!findWholeChromium()) tries(["npx", "playwright", "install", "chromium"]);
  if (!process.env.CHROMIUM_PATH && !inPath(shells).some(isThere)) tries(["apt-get", "update"], [...install, shells[0]]);
  if (!findWholeChromium()) tries(["apt-get", "update"], [...install, "chromium"]);
  if (!findWholeChromium()) throw new Error("no browser: install Chromium, or set CHROMIUM_PATH");
}

/** Runs commands as long as they work: what came of it is looked at after. */
function tries(...commands) {
  try {
    for (const [command, ...args] of commands) execFileSync(command, args, { stdio: "ignore", timeout: 180_000 });
  } catch {
    // the next way
  }
}

if (process.argv[1] === new URL(import.meta.url).pathname) installChromium();
