import type { texts as en } from "./sightings.en.ts";
import type { Translation } from "./translation.ts";

/** What a provider may show on its own page, and what to do then, said after "الخطوة التالية:" (spec S10). */
export const texts = {
  redirect: {
    label: "عنوان URI لإعادة التوجيه غير مطابق",
    todo: "أضف عنوان URI لإعادة التوجيه هذا بالضبط إلى التطبيق، ضمن المنصة Web. شرطة مائلة واحدة زائدة أو ناقصة تكفي للفشل.",
  },
  client: {
    label: "التطبيق أو العميل غير معروف",
    todo: "قارن معرّف العميل، ومعرّف المستأجر أيضًا مع Microsoft، بما في صفحة التطبيق نفسه. ثم احفظ القيمة المختلفة.",
  },
  assigned: {
    label: "الشخص غير معيّن للتطبيق",
    todo: "في Entra، افتح Enterprise applications وابحث عن معرّف العميل هذا، ثم أضف ضمن Users and groups الشخص أو مجموعته.",
  },
  directory: {
    label: "الحساب في دليل آخر",
    todo: "استخدم حسابًا من المستأجر أدناه. إذا كان التطبيق لدليل واحد فقط، فاحفظ معرّف مستأجره هنا.",
  },
  consent: {
    label: "يجب أن يوافق مسؤول",
    todo: "افتح تسجيل التطبيق الذي يحمل معرّف العميل هذا، ثم API permissions، وامنح موافقة المسؤول على الأذونات openid وprofile وemail كلها.",
  },
  blocked: {
    label: "الوصول محظور",
    todo: "ابحث عن القاعدة التي تمنع الحساب. مع Google: استخدم حسابًا من Workspace، واضبط Audience على Internal، وثق بمعرّف العميل هذا في وحدة تحكّم المشرف (Admin console). مع Microsoft: سجل عمليات الدخول في Entra يذكر اسم السياسة.",
  },
  other: {
    label: "شيء آخر",
    todo: "ابحث في مساعدة المزوّد عن الرمز الظاهر في الصفحة، وقارن كل هذه القيم بالتطبيق.",
  },
} as const satisfies Translation<typeof en>;
