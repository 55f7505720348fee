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
  "refused.add": "عليك طلب إضافتك من المسؤول وإعطاؤه هذا الرقم المرجعي. فهو يبيّن له ما حدث.",
  "refused.ask": "عليك مراجعة المسؤول وإعطاؤه هذا الرقم المرجعي. فهو يبيّن له ما حدث.",
  "refused.again": "عليك العودة إلى تسجيل الدخول والبدء من جديد.",
  "refused.again-password": "عليك إعادة المحاولة، أو تسجيل الدخول بطريقة أخرى.",
  "refused.wait": "عليك الانتظار دقيقة، ثم إعادة المحاولة أو تسجيل الدخول بطريقة أخرى.",
  "refused.account": "عليك اختيار الحساب المخصص لعملك في {org}.",
  "refused.sign-out": "إذا لم يتح لك {provider} اختيار حساب، فسجّل الخروج من {provider} أولًا، ثم استخدم حسابًا آخر هنا.",
  "refused.cookies": "عليك السماح بملفات تعريف الارتباط لهذا الموقع، ثم البدء من جديد في هذا المتصفح.",
  "refused.profile": "عليك العودة إلى تسجيل الدخول واستخدام كلمة المرور.",
  "refused.tell": "عليك إعادة المحاولة. إذا تكرر ذلك، فعليك إعطاء المسؤول هذا الرقم المرجعي.",
  "refused.back": "العودة إلى تسجيل الدخول",
  "refused.reach": "كيفية الوصول إلى المسؤول",
  "reference.label": "الرقم المرجعي",
  "reference.copy": "نسخ",
  "reference.copied": "تم النسخ",
  "reference.said": "تم نسخ الرقم المرجعي",
  "reference.selected": "تم تحديد الرقم المرجعي. يمكنك نسخه بلوحة المفاتيح.",
} as const satisfies Translation<typeof en>;
