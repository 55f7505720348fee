import type { texts as en } from "./app-problems.en.ts";
import type { Translation } from "./translation.ts";

/** One sentence for each code that only the app meets. The others are in problems.ar.ts. */
export const texts = {
  unauthenticated: "انتهت جلستك.",
  session_reused: "تم تسجيل خروجك لحماية حسابك.",
  not_found: "غير موجود.",
  forbidden: "دورك لا يسمح بذلك.",
  conflict: "هذا موجود بالفعل.",
  config_changed: "حُفظت تغييرات بواسطة {who}، {when}. حمّلها، ثم أجرِ تغييراتك من جديد.",
  precondition_required: "أعد تحميل الصفحة، ثم أجرِ التغيير.",
  test_required: "اختبر هذا الإصدار أولًا.",
  own_sign_in_required: "سجّل الدخول أولًا باستخدام مزوّد مفعّل، للتأكد من أنه يعمل.",
  break_glass_required: "يجب أن يبقى مسؤول أعلى واحد يمكنه تسجيل الدخول بدون مزوّد.",
  last_super_admin: "لن يبقى أحد يمكنه إدارة هذه المؤسسة. امنح أولًا مسؤولًا أعلى آخر طريقة لتسجيل الدخول.",
  already_linked_other_user: "حساب {provider} هذا مرتبط بالفعل بمستخدم آخر.",
  already_linked_other: "ألغِ أولًا ربط حساب {provider} الحالي.",
  reauth_required: "أكّد هويتك للمتابعة.",
  email_mismatch: "اربط حساب {provider} الذي يحمل بريدك الإلكتروني في العمل.",
  last_sign_in_method: "عيّن كلمة مرور أولًا، ثم ألغِ الربط.",
  sso_required: "تسجيل الدخول إلى {org} باستخدام {provider} إلزامي.",
} as const satisfies Translation<typeof en>;
