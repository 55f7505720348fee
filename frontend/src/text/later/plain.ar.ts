import type { Translation } from "../translation.ts";
import type { texts as en } from "./plain.en.ts";

/** The pages that only say something: not set up, set-up closed, not found, no cookies. */
export const texts = {
  "not-set-up.page": "لم يتم الإعداد بعد",
  "not-set-up.heading": "لم يتم إعداد Latchkey بعد",
  "not-set-up.text": "افتح رابط الإعداد الذي أظهره الخادم عند بدء تشغيله.",
  "setup-closed.heading": "رابط الإعداد هذا لم يعد صالحًا",
  "setup-closed.text": "يعمل رابط الإعداد مرة واحدة، خلال 24 ساعة، وما دامت لا توجد أي مؤسسة.",
  "setup-closed.next": "اطلب رابطًا جديدًا من مشغّل هذا النظام، أو سجّل الدخول.",
  "not-found.heading": "الصفحة غير موجودة",
  "not-found.text": "لا يوجد شيء على هذا العنوان.",
  "cookies.heading": "ملفات تعريف الارتباط متوقفة",
  "cookies.text": "يحتاج تسجيل الدخول إلى ملفات تعريف الارتباط، وهذا المتصفح يحظرها هنا.",
  "cookies.next":
    "افتح إعدادات هذا الموقع بجوار العنوان، واسمح لـ {host} بملفات تعريف الارتباط، ثم أعد تحميل هذه الصفحة.",
  "cookies.again": "إعادة التحميل",
  "go.signin": "الانتقال إلى تسجيل الدخول",
} as const satisfies Translation<typeof en>;
