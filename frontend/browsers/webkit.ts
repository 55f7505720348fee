/** WebKitGTK's small browser, by the WebDriver that comes with it, on a display in memory. */
import { Builder, type WebDriver } from "selenium-webdriver";
import { Command, Name } from "selenium-webdriver/lib/command.js";
import { findDisplay, findWebKitDriver } from "../../.ci/browsers.mjs";
import type { Driver, Tab } from "./driver";
import { freePort, lineOf, newHome, start } from "./processes";

const capabilities = { browserName: "MiniBrowser" };

/**
 * Its WebDriver tells nothing of the console. So a page keeps what it complains
 * of itself, from the first look at it on; what was before that is not heard.
 */
const complaints = `(() => {
  if (!window.complaintsKept) {
    const kept = (window.complaintsKept = []);
    addEventListener("error", ({ message }) => kept.push(message));
    addEventListener("unhandledrejection", ({ reason }) => kept.push(String(reason)));
    addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
      kept.push("Content Security Policy: " + effectiveDirective + " refused " + blockedURI));
  }
  return window.complaintsKept.splice(0);
})()`;

export async function startWebKit(): Promise<Driver> {
  const home = newHome();
  const display = start(
    findDisplay() ?? "Xvfb",
    ["-displayfd", "3", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"],
    process.env,
  );
  const env = {
    ...process.env,
    HOME: home.folder,
    DISPLAY: `:${await lineOf(display, /^(\d+)$/)}`,
    GDK_BACKEND: "x11",
    LANGUAGE: "en",
    NO_AT_BRIDGE: "1",
  };
  const port = await freePort();
  const driver = start(findWebKitDriver() ?? "WebKitWebDriver", ["--host=127.0.0.1", `--port=${port}`], env);
  const server = `http://127.0.0.1:${port}`;
  await ready(`${server}/status`);
  const first = await session(server);
  const version = (await first.getCapabilities()).getBrowserVersion() ?? "";
  await first.quit();
  return {
    version,
    open: async () => open(await session(server)),
    async quit() {
      await driver.stop();
      await display.stop();
      home.remove();
    },
  };
}

function session(server: string): Promise<WebDriver> {
  return Promise.resolve(new Builder().usingServer(server).withCapabilities(capabilities).build());
}

function open(web: WebDriver): Tab {
  const heard: string[] = [];
  return {
    complaints: heard,
    goto: (url) => web.get(url),
    async evaluate(expression) {
      const [value, more] = await web.executeScript<[string, string[]]>(`return [(${expression}), ${complaints}];`);
      heard.push(...more);
      return value;
    },
    act: (input) => web.execute(new Command(Name.ACTIONS).setParameter("actions", input)),
    screenshot: () => web.takeScreenshot(),
    close: () => web.quit(),
  };
}

async function ready(url: string) {
  for (let i = 0; i < 200; i++) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error("WebKitWebDriver does not start");
}
