import type { texts as en } from "./html.en.ts";
import type { Translation } from "./translation.ts";

/** What stands in login.html and app.html, before any script runs. */
export const texts = {
  "login.title": "تسجيل الدخول",
  "login.noscript": "يحتاج تسجيل الدخول إلى JavaScript. عليك تشغيله لهذا الموقع، ثم إعادة تحميل هذه الصفحة.",
  "app.title": "Latchkey",
  "app.noscript": "تحتاج هذه الصفحة إلى JavaScript. عليك تشغيله لهذا الموقع، ثم إعادة تحميل هذه الصفحة.",
} as const satisfies Translation<typeof en>;
