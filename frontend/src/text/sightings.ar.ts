import type { texts as en } from "./sightings.en.ts";
import type { Translation } from "./translation.ts";

/** What a provider may show on its own page, and what to do then, said after "المطلوب:" (spec S10). */
export const texts = {
  redirect: {
    label: "عنوان URI لإعادة التوجيه غير مطابق",
    todo: "إضافة عنوان URI لإعادة التوجيه هذا بالضبط إلى التطبيق، ضمن المنصة Web. شرطة مائلة واحدة زائدة أو ناقصة تكفي للفشل.",
  },
  client: {
    label: "التطبيق أو العميل غير معروف",
    todo: "مقارنة معرّف العميل، ومعرّف المستأجر أيضًا مع Microsoft، بما في صفحة التطبيق نفسه. ثم حفظ القيمة المختلفة.",
  },
  assigned: {
    label: "الشخص غير معيّن للتطبيق",
    todo: "في Entra، فتح Enterprise applications والبحث عن معرّف العميل هذا، ثم ضمن Users and groups إضافة الشخص أو مجموعته.",
  },
  directory: {
    label: "الحساب في دليل آخر",
    todo: "استخدام حساب من المستأجر أدناه. إذا كان التطبيق لدليل واحد فقط، فيجب حفظ معرّف مستأجره هنا.",
  },
  consent: {
    label: "يجب أن يوافق مسؤول",
    todo: "فتح تسجيل التطبيق الذي يحمل معرّف العميل هذا، ثم API permissions، ومنح موافقة المسؤول على الأذونات openid وprofile وemail كلها.",
  },
  blocked: {
    label: "الوصول محظور",
    todo: "البحث عن القاعدة التي تمنع الحساب. مع Google: استخدام حساب من Workspace، وضبط Audience على Internal، والوثوق بمعرّف العميل هذا في وحدة تحكّم المشرف (Admin console). مع Microsoft: سجل عمليات الدخول في Entra يذكر اسم السياسة.",
  },
  other: {
    label: "شيء آخر",
    todo: "البحث في مساعدة المزوّد عن الرمز الظاهر في الصفحة، ومقارنة كل هذه القيم بالتطبيق.",
  },
} as const satisfies Translation<typeof en>;
