import type { MantineColorScheme, MantineColorSchemeManager } from "@mantine/core";
import { keepChoice, keptChoice } from "./cookies.ts";

const cookie = "latchkey_theme";
const root = document.documentElement;

/**
 * The look that was chosen in this browser, in the cookie that the server goes
 * by: it writes the choice into every page, so that none flashes. "auto" is the
 * system's, and no cookie.
 */
export const themeManager: MantineColorSchemeManager = {
  get: (otherwise) => shownTheme() ?? otherwise,
  set: (theme) => {
    show(theme);
    keepChoice(cookie, theme === "auto" ? "" : theme);
  },
  // A page that comes back to the front may have been left behind by another.
  subscribe: (onUpdate) => {
    stop();
    const look = () => document.hidden || keptTheme() === (shownTheme() ?? "auto") || onUpdate(keptTheme());
    document.addEventListener("visibilitychange", look);
    stop = () => document.removeEventListener("visibilitychange", look);
  },
  unsubscribe: () => stop(),
  clear: () => themeManager.set("auto"),
};

let stop = () => {};

function shownTheme(): MantineColorScheme | undefined {
  return known(root.dataset.theme);
}

function known(theme: string | undefined): MantineColorScheme | undefined {
  return theme === "light" || theme === "dark" ? theme : undefined;
}

/** As the server writes it into the page. */
function show(theme: MantineColorScheme): void {
  if (theme === "auto") delete root.dataset.theme;
  else root.dataset.theme = theme;
  const metas = document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]');
  for (const [index, own] of (["light", "dark"] as const).entries()) {
    const media = theme === "auto" ? `(prefers-color-scheme:${own})` : theme === own ? "all" : "not all";
    metas[index]?.setAttribute("media", media);
  }
}

function keptTheme(): MantineColorScheme {
  return known(keptChoice(cookie) ?? shownTheme()) ?? "auto";
}
