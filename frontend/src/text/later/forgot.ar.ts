import type { Translation } from "../translation.ts";
import type { texts as en } from "./forgot.en.ts";

/** What the page for a forgotten password adds to login.ar.ts. */
export const texts = {
  "forgot.page": "نسيان كلمة المرور",
  "forgot.heading": "تعيين كلمة مرور جديدة",
  "forgot.lead": "نرسل إليك رابطًا لتعيينها.",
  "forgot.submit": "إرسال رابط إليّ",
  "forgot.busy": "جارٍ الإرسال...",
  "forgot.sent": "إذا كان هذا العنوان مؤهلًا، فسيصل إليه الرابط قريبًا. يعمل الرابط لمدة 30 دقيقة.",
  "forgot.nothing": "لم يصل شيء بعد بضع دقائق؟",
  "forgot.nothing-text":
    "ابحث في مجلد البريد غير المرغوب فيه، وتحقق من أن {email} هو العنوان المعروف لدى {org}. إذا لم يُفد ذلك، فراجع المسؤول.",
  "forgot.other": "استخدام عنوان آخر",
  "forgot.no-mail": "لا يرسل هذا الخادم رسائل بريد، لذا لا يمكنه إرسال رابط إليك.",
  "forgot.back": "العودة إلى تسجيل الدخول",
} as const satisfies Translation<typeof en>;
