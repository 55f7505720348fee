import type { Translation } from "../translation.ts";
import type { texts as en } from "./bypass.en.ts";

/** What the page of those who may sign in without a provider adds to login.ar.ts. */
export const texts = {
  "bypass.heading": "تسجيل الدخول إلى {org} بدون {provider}",
  "bypass.page": "تسجيل الدخول بدون {provider}",
  "bypass.lead": "لا يمكن استخدام كلمة المرور هنا إلا لمن استثناهم المسؤول.",
  "bypass.once": "رابطك صالح لمرة واحدة، خلال خمس دقائق من إنشائه.",
  "bypass.submit": "تسجيل الدخول مرة واحدة بهذا الرابط",
  "bypass.refused": "لا يمكن تسجيل الدخول بهذا الحساب بدون {provider}.",
  "bypass.mail-to": "البريد الإلكتروني لمسؤول عام",
  "bypass.mail-text": "يمكن لأي مسؤول عام طلب إرسال رابط. يعمل الرابط مرة واحدة، لمدة خمس دقائق.",
  "bypass.send": "إرسال رابط إليّ",
  "bypass.sending": "جارٍ الإرسال...",
  "bypass.sent": "إذا كان ذلك مسموحًا لهذا العنوان، فالرابط في طريقه إليه. يعمل الرابط لمدة خمس دقائق.",
  "bypass.nothing":
    "لم يصل شيء بعد بضع دقائق؟ عليك البحث في مجلد البريد غير المرغوب فيه، أو طلب رابط من مشغّل هذا الخادم.",
  "bypass.other": "استخدام عنوان آخر",
  "bypass.closed": "هذا الرابط لم يعد صالحًا. عليك طلب إرسال رابط جديد، أو طلبه من مشغّل النظام.",
  "bypass.back": "العودة إلى تسجيل الدخول",
} as const satisfies Translation<typeof en>;
