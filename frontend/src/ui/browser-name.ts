import type { components } from "../api/schema.gen.ts";
import { say } from "../text/app.ts";

/** "Chrome on Windows", of what the server read. */
export function browserName({ browser, system }: components["schemas"]["BrowserName"]): string {
  if (browser && system) return say("browser.on", { browser, system });
  return browser || system || say("browser.unknown");
}
