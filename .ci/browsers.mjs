// Firefox and WebKit for make browsers: the system's, else installed from
// Debian's packages. Both are what people of a distribution get, not a
// build for tests: Firefox speaks WebDriver BiDi by itself, WebKitGTK has
// WebKitWebDriver, and a display in memory.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

/** What must be there: the Debian package, and the programs any of which will do. */
const needed = [
  { package: "firefox-esr", programs: ["firefox-esr", "firefox"], override: process.env.FIREFOX_PATH },
  { package: "webkit2gtk-driver", programs: ["WebKitWebDriver"], override: process.env.WEBKIT_DRIVER_PATH },
  { package: "xvfb", programs: ["Xvfb"] },
];

export const findFirefox = () => find(needed[0]);
export const findWebKitDriver = () => find(needed[1]);
export const findDisplay = () => find(needed[2]);

function find({ programs, override }) {
  const folders = (process.env.PATH ?? "").split(":");
  const paths = programs.flatMap((name) => folders.map((folder) => `${folder}/${name}`));
  return [override, ...paths].find((path) => path && existsSync(path));
}

/** Makes sure that they are there, or says which are not and why. */
export function installBrowsers() {
  const missing = () => needed.filter((one) => !find(one)).map((one) => one.package);
  if (missing().length === 0) return;
  let why = "not root on Debian: install them by hand";
  if (process.getuid?.() === 0) {
    try {
      console.log(`installing ${missing().join(", ")}`);
      const options = { stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };
      execFileSync("apt-get", ["update"], options);
      execFileSync("apt-get", ["install", "-y", "--no-install-recommends", ...missing()], options);
    } catch (error) {
      why = String(error.stderr || error.message).trim();
    }
  }
  if (missing().length > 0) throw new Error(`make browsers needs ${missing().join(", ")}: ${why}`);
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  try {
    installBrowsers();
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
