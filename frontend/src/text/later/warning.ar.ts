import type { Translation } from "../translation.ts";
import type { texts as en } from "./warning.en.ts";

/** What the dialog of a provider that is not available adds to login.ar.ts. */
export const texts = {
  "warning.title": "تسجيل الدخول باستخدام {provider} غير متاح",
  "warning.told": "تم إبلاغ المسؤول.",
  "warning.password": "تسجيل الدخول بكلمة المرور",
  "warning.ok": "حسنًا",
} as const satisfies Translation<typeof en>;
