import type { Translation } from "../translation.ts";
import type { texts as en } from "./bypass.en.ts";

/** What the page of those who may sign in without a provider adds to login.ar.ts. */
export const texts = {
  "bypass.heading": "تسجيل الدخول إلى {org} بدون {provider}",
  "bypass.page": "تسجيل الدخول بدون {provider}",
  "bypass.lead": "لا يمكن استخدام كلمة المرور هنا إلا لمن استثناهم المسؤول.",
  "bypass.once": "رابطك صالح لمرة واحدة، خلال 5 دقائق من إنشائه.",
  "bypass.submit": "تسجيل الدخول مرة واحدة بهذا الرابط",
  "bypass.refused": "لا يمكن تسجيل الدخول بهذا الحساب بدون {provider}.",
  "bypass.mail-to": "البريد الإلكتروني لمسؤول أعلى",
  "bypass.mail-text": "يمكن لأي مسؤول أعلى طلب إرسال رابط. يعمل الرابط مرة واحدة، لمدة 5 دقائق.",
  "bypass.send": "إرسال رابط إليّ",
  "bypass.sending": "جارٍ الإرسال...",
  "bypass.sent": "إذا كان هذا العنوان مؤهلًا، فسيصل إليه الرابط قريبًا. يعمل الرابط لمدة 5 دقائق.",
  "bypass.nothing": "لم يصل شيء بعد بضع دقائق؟ ابحث في مجلد البريد غير المرغوب فيه، أو اطلب رابطًا من مشغّل هذا الخادم.",
  "bypass.other": "استخدام عنوان آخر",
  "bypass.closed": "هذا الرابط لم يعد صالحًا. اطلب إرسال رابط جديد، أو اطلبه من مشغّل النظام.",
  "bypass.back": "العودة إلى تسجيل الدخول",
} as const satisfies Translation<typeof en>;
