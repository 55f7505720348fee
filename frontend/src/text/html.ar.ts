import type { texts as en } from "./html.en.ts";
import type { Translation } from "./translation.ts";

/** What stands in login.html and app.html, before any script runs and where none does. */
export const texts = {
  "login.title": "تسجيل الدخول",
  "app.title": "Latchkey",
  "page.about": "تسجيل الدخول بحساب العمل",
  "page.broken": "لا تعمل هذه الصفحة. إذا كان JavaScript متوقفًا لهذا الموقع، فشغّله، ثم أعد تحميل الصفحة.",
  "page.again": "إعادة التحميل",
} as const satisfies Translation<typeof en>;
