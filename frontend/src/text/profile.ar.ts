import type { texts as en } from "./profile.en.ts";
import type { Translation } from "./translation.ts";

/** What the page of the own profile adds to app.ar.ts. */
export const texts = {
  "profile.title": "تعديل الملف الشخصي",
  "profile.sentence": "الاسم وطريقة عرض الأوقات.",
  "profile.card": "حسابك",
  "profile.name": "الاسم",
  "profile.zone": "المنطقة الزمنية",
  "profile.zone-hint": "تُعرض بها كل الأوقات في هذه الصفحات.",
  "profile.zone-browser": "منطقة المتصفح ({place})",
  "profile.zone-none": "لا توجد منطقة زمنية مطابقة. اكتب اسم مدينة أو الفرق عن UTC، مثل +2.",
  "profile.language": "اللغة",
  "profile.language-hint": "لغة هذه الصفحات ورسائل البريد التي نرسلها إليك.",
  "profile.language-browser": "لغة المتصفح",
  "profile.email": "البريد الإلكتروني",
  "profile.role": "الدور",
  "profile.fixed": "يمكن للمسؤول تغييره.",
  "profile.fixed-users": "يمكن تغييره في {link}.",
  "profile.save": "حفظ",
  "profile.saving": "جارٍ الحفظ...",
  "profile.saved": "تم حفظ ملفك الشخصي.",
  "profile.nothing": "لم يتغير شيء.",
  "profile.security": "كلمة المرور والحسابات المرتبطة والجلسات موجودة في {link}.",
  "profile.security-link": "إعدادات الأمان",
} as const satisfies Translation<typeof en>;
