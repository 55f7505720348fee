import type { texts as en } from "./html.en.ts";
import type { Translation } from "./translation.ts";

/** What stands in login.html and app.html, before any script runs and where none does. */
export const texts = {
  "login.title": "登录",
  "app.title": "Latchkey",
  "page.about": "请使用您的工作账户登录。",
  "page.broken": "此页面无法正常工作。如果此网站的 JavaScript 已关闭，请先打开，然后重新加载此页面。",
  "page.again": "重新加载",
} as const satisfies Translation<typeof en>;
