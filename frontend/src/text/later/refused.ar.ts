import type { Translation } from "../translation.ts";
import type { texts as en } from "./refused.en.ts";

/** What the page of a sign-in that did not finish adds to login.ar.ts. */
export const texts = {
  "refused.page": "لم يكتمل تسجيل الدخول",
  "refused.cancelled": "أُلغي تسجيل الدخول",
  "refused.user": "المستخدم غير مصرح له",
  "refused.ours": "حدث خطأ ما",
  "refused.generic": "تعذّر إكمال تسجيل الدخول.",
  "refused.some-org": "مؤسستك",
  "refused.next": "الخطوة التالية",
  "refused.add": "اطلب من المسؤول إضافتك وأعطه هذا الرقم المرجعي. فهو يبيّن له ما حدث.",
  "refused.ask": "راجع المسؤول وأعطه هذا الرقم المرجعي. فهو يبيّن له ما حدث.",
  "refused.again": "عد إلى تسجيل الدخول وابدأ من جديد.",
  "refused.again-password": "أعد المحاولة، أو سجّل الدخول بطريقة أخرى.",
  "refused.wait": "انتظر دقيقة، ثم أعد المحاولة أو سجّل الدخول بطريقة أخرى.",
  "refused.account": "اختر الحساب المخصص لعملك في {org}.",
  "refused.sign-out": "إذا لم يتح لك {provider} اختيار حساب، فسجّل الخروج من {provider} أولًا، ثم استخدم حسابًا آخر هنا.",
  "refused.cookies": "اسمح لهذا الموقع بملفات تعريف الارتباط، ثم ابدأ من جديد في هذا المتصفح.",
  "refused.profile": "عد إلى تسجيل الدخول واستخدم كلمة المرور.",
  "refused.tell": "أعد المحاولة. إذا تكرر ذلك، فأعط المسؤول هذا الرقم المرجعي.",
  "refused.back": "العودة إلى تسجيل الدخول",
  "refused.reach": "كيفية التواصل مع المسؤول",
  "reference.label": "الرقم المرجعي",
  "reference.copy": "نسخ",
  "reference.copied": "تم النسخ",
  "reference.said": "تم نسخ الرقم المرجعي",
  "reference.selected": "تم تحديد الرقم المرجعي. يمكنك نسخه بلوحة المفاتيح.",
} as const satisfies Translation<typeof en>;
