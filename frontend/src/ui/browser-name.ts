import { say } from "../text/app.ts";

// The first that fits wins: Edge and Opera also say Chrome, Chrome also says Safari.
const browsers: [RegExp, string][] = [
  [/\bEdgA?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\bFirefox\/|\bFxiOS\//, "Firefox"],
  [/\bChrome\/|\bCriOS\//, "Chrome"],
  [/\bVersion\/[\d.]+.*\bSafari\//, "Safari"],
];
const systems: [RegExp, string][] = [
  [/\bWindows\b/, "Windows"],
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bMac OS X\b/, "macOS"],
  [/\bLinux\b/, "Linux"],
];

/** "Chrome on Windows" from a User-Agent. What is not a browser that we know is named by its first word. */
export function browserName(userAgent: string): string {
  const browser = find(browsers, userAgent);
  if (!browser) return /^(?!Mozilla\b)[\w.-]+/.exec(userAgent)?.[0] ?? say("browser.unknown");
  const system = find(systems, userAgent);
  return system ? say("browser.on", { browser, system }) : browser;
}

function find(list: [RegExp, string][], text: string): string | undefined {
  return list.find(([sign]) => sign.test(text))?.[1];
}
