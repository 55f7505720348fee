import type { texts as en } from "./domains.en.ts";
import type { Translation } from "./translation.ts";

/** What the page of the verified domains adds to app.ar.ts. */
export const texts = {
  "domains.title": "النطاقات الموثّقة",
  "domains.sentence":
    "يصل الأشخاص إلى صفحة تسجيل الدخول لديك ببريد عمل من نطاق موثّق. ويمكن أيضًا ربط حسابات مزوّد OpenID Connect التي لها عنوان في هذا النطاق من دون سؤال.",
  "domains.crumbs": "مكانك الحالي",
  "domains.settings": "إعدادات الدخول الموحّد",
  "domains.again": "إعادة المحاولة",
  "domains.loading": "جارٍ التحميل...",
  "domains.list": "النطاقات",
  "domains.none": "لا توجد نطاقات بعد",
  "domains.none-why": "أضف نطاق عناوين بريدك الإلكتروني، ثم انشر السجل الذي نعطيك إياه في DNS الخاص به.",
  "domains.add": "إضافة نطاق",
  "domains.adding": "جارٍ الإضافة...",
  "domains.added": "تمت إضافة {domain}. انشر سجله، ثم تحقق.",
  "domains.name": "النطاق",
  "domains.hint": "الجزء الذي يلي علامة @ في عناوينك، كما في acme.example مثلًا.",
  "domains.public": "لا يمكن لأحد امتلاك هذا النطاق: بإمكان أي شخص أن يكون له عنوان فيه.",
  "domains.wrong": "أدخل للنطاق اسمًا مثل acme.example.",
  "domains.taken": "هذا النطاق موجود في القائمة بالفعل.",

  "state.pending": "في انتظار السجل",
  "state.pending-why": "يُعتمد النطاق بعد أن نعثر على السجل. قد يحتاج DNS إلى بضع ساعات.",
  "state.verified": "موثّق",
  "state.verified-why": "تم التوثيق: {when}. نعيد الفحص كل يوم، لذا يجب ترك السجل في مكانه.",
  "state.lost": "مفقود",
  "state.lost-why": "غاب السجل ثلاثة أيام، لذا لا يُعتمد النطاق. انشره من جديد.",
  "result.found": "آخر فحص {when}: السجل موجود.",
  "result.not_found": "آخر فحص {when}: لا يوجد سجل كهذا.",
  "result.other_value": "آخر فحص {when}: يوجد سجل بقيمة أخرى.",
  "result.dns_failed": "آخر فحص {when}: لم يستجب DNS الخاص بالنطاق.",
  "result.never": "لم يُفحص بعد.",
  "record.show": "السجل المطلوب نشره",
  "record.type": "النوع",
  "record.name": "الاسم",
  "record.value": "القيمة",
  "check.now": "التحقق الآن",
  "check.busy": "جارٍ التحقق...",
  "check.wait": "انتظر عشر ثوانٍ بين كل تحققين.",
  "remove.open": "إزالة",
  "remove.title": "إزالة {domain}؟",
  "remove.why":
    "لن يصل أصحاب عناوين هذا النطاق إلى صفحة تسجيل الدخول لديك بالبريد الإلكتروني بعد الآن، وحيثما يعتمد مزوّد على النطاق، لن تكون عناوينهم موثّقة.",
  "remove.busy": "جارٍ الإزالة...",
  "remove.done": "تمت إزالة {domain}.",
} as const satisfies Translation<typeof en>;
