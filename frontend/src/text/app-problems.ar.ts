import type { texts as en } from "./app-problems.en.ts";
import type { Translation } from "./translation.ts";

/** One sentence for each code that only the app meets. The others are in problems.ar.ts. */
export const texts = {
  unauthenticated: "انتهت جلستك.",
  session_reused: "تم تسجيل خروجك لحماية حسابك.",
  not_found: "غير موجود.",
  forbidden: "دورك لا يسمح بذلك.",
  conflict: "هذا موجود بالفعل.",
  config_changed: "حُفظت تغييرات بواسطة {who}، {when}. عليك تحميلها، ثم إجراء تغييراتك من جديد.",
  precondition_required: "عليك إعادة تحميل الصفحة، ثم إجراء التغيير.",
  test_required: "عليك اختبار هذا الإصدار أولًا.",
  own_sign_in_required: "عليك أولًا تسجيل الدخول باستخدام موفر مفعّل، للتأكد من أنه يعمل.",
  break_glass_required: "يجب أن يبقى مسؤول عام واحد يمكنه تسجيل الدخول بدون موفر.",
  last_super_admin: "لن يبقى أحد يمكنه إدارة هذه المؤسسة. عليك أولًا منح مسؤول عام آخر طريقة لتسجيل الدخول.",
  already_linked_other_user: "حساب {provider} هذا مرتبط بالفعل بمستخدم آخر.",
  already_linked_other: "عليك أولًا إلغاء ربط حساب {provider} الحالي.",
  reauth_required: "عليك تأكيد هويتك للمتابعة.",
  email_mismatch: "عليك ربط حساب {provider} الذي يحمل بريدك الإلكتروني في العمل.",
  last_sign_in_method: "عليك تعيين كلمة مرور أولًا، ثم إلغاء الربط.",
  sso_required: "تسجيل الدخول إلى {org} باستخدام {provider} إلزامي.",
} as const satisfies Translation<typeof en>;
