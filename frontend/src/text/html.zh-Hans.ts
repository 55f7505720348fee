import type { texts as en } from "./html.en.ts";
import type { Translation } from "./translation.ts";

/** What stands in login.html and app.html, before any script runs. */
export const texts = {
  "login.title": "登录",
  "login.noscript": "登录需要 JavaScript。为此网站启用 JavaScript，然后重新加载此页面。",
  "app.title": "Latchkey",
  "app.noscript": "此页面需要 JavaScript。为此网站启用 JavaScript，然后重新加载此页面。",
} as const satisfies Translation<typeof en>;
