/** Firefox as the distribution ships it, by WebDriver BiDi, which it speaks itself. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import Bidi from "selenium-webdriver/bidi/index.js";
import { findFirefox } from "../../.ci/browsers.mjs";
import type { Driver, Tab } from "./driver";
import { lineOf, newHome, start } from "./processes";

// biome-ignore lint/suspicious/noExplicitAny: answers are as the protocol's commands define them
type Send = (method: string, params?: object) => Promise<any>;

const preferences = {
  "app.update.disabledForTesting": true,
  "browser.shell.checkDefaultBrowser": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "intl.accept_languages": "en-US, en",
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "services.settings.server": "data:,",
};

export async function startFirefox(): Promise<Driver> {
  const home = newHome();
  const lines = Object.entries(preferences).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`);
  writeFileSync(join(home.folder, "user.js"), lines.join(""));
  const options = ["--headless", "--no-remote", "--profile", home.folder, "--remote-debugging-port", "0"];
  const firefox = start(findFirefox() ?? "firefox", options, {
    ...process.env,
    HOME: home.folder,
    MOZ_HEADLESS_WIDTH: "1280",
    MOZ_HEADLESS_HEIGHT: "900",
  });
  const bidi = new Bidi(`${await lineOf(firefox, /BiDi listening on (ws:\S+)/)}/session`);
  await bidi.waitForConnection();
  const send: Send = async (method, params = {}) => {
    const answer = await bidi.send({ method, params });
    if (answer.type === "error") throw new Error(`${method}: ${answer.error}: ${answer.message}`);
    return answer.result;
  };
  const { capabilities } = await send("session.new", { capabilities: {} });
  await send("session.subscribe", { events: ["log.entryAdded"] });
  return {
    version: capabilities.browserVersion,
    open: () => open(bidi, send),
    async quit() {
      bidi.close();
      await firefox.stop();
      home.remove();
    },
  };
}

async function open(bidi: Bidi, send: Send): Promise<Tab> {
  // Each has its own cookies and storage.
  const { userContext } = await send("browser.createUserContext");
  const { context } = await send("browsingContext.create", { type: "tab", userContext });
  const complaints: string[] = [];
  const hear = (entry: { level: string; text: string; source: { context?: string } }) => {
    if (entry.level === "error" && entry.source.context === context) complaints.push(entry.text);
  };
  bidi.on("log.entryAdded", hear);
  return {
    complaints,
    goto: (url) => send("browsingContext.navigate", { context, url, wait: "interactive" }),
    async evaluate(expression) {
      const answer = await send("script.evaluate", { expression, target: { context }, awaitPromise: false });
      if (answer.type !== "success") throw new Error(answer.exceptionDetails.text);
      return answer.result.value;
    },
    act: (actions) => send("input.performActions", { context, actions }),
    screenshot: async () => (await send("browsingContext.captureScreenshot", { context })).data,
    async close() {
      bidi.off("log.entryAdded", hear);
      await send("browser.removeUserContext", { userContext });
    },
  };
}
