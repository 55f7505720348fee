import type { texts as en } from "./outcomes.en.ts";
import type { Translation } from "./translation.ts";

/** Who an account would be: the reader, somebody else, or nobody who may be named. */
const wouldBe = {
  linked: {
    me: "سيُسجَّل الدخول باسمك، {name}.",
    other: "سيُسجَّل الدخول باسم {name}.",
    nobody: "سيُسجَّل الدخول باسم أحد المستخدمين لديك.",
  },
  silent: {
    me: "سيُربط باسمك، {name}، عند أول تسجيل دخول.",
    other: "سيُربط باسم {name} عند أول تسجيل دخول.",
    nobody: "سيُربط عند أول تسجيل دخول.",
  },
  ask: {
    me: "سيُطلب منك، {name}، تأكيد حسابك هنا مرة واحدة.",
    other: "سيُطلب من {name} تأكيد الحساب هنا مرة واحدة.",
    nobody: "سيُطلب تأكيد حساب هنا مرة واحدة.",
  },
  refused: {
    me: "سيُرفض دخولك، {name}.",
    other: "سيُرفض دخول {name}.",
    nobody: "سيُرفض الدخول.",
  },
} as const;

const confirmAll = "سياستك تسأل الجميع مرة واحدة.";
const profileOnly = "سياستك لا تسمح للأشخاص بالربط إلا من ملفهم الشخصي.";

/** Why, by the reason or the code of an outcome. */
const reasons = {
  super_admin: "يُسأل المسؤولون الأعلى دائمًا مرة واحدة.",
  disconnected: "سبق إلغاء ربط هذا الحساب، لذلك يُطلب تأكيده.",
  policy_confirm: confirmAll,
  confirm: confirmAll,
  profile_only: profileOnly,
  link_in_profile_first: profileOnly,
  personal_address: "عنوان خاص.",
  outside_lock: "العنوان خارج ما قُصر عليه الاتصال: {locked}.",
  no_hosted_domain: "لا يوجد Workspace يتبع إليه الحساب.",
  other_hosted_domain: "العنوان في نطاق آخر غير نطاق Workspace نفسه.",
  no_email: "لا يوجد عنوان للتعرف على الشخص به.",
  email_missing: "لا تشارك خدمة {provider} أي عنوان.",
  email_not_verified: "لا تثبت خدمة {provider} العنوان.",
  email_verified_text: "لا تثبت خدمة {provider} العنوان.",
  email_verified_other: "لا تثبت خدمة {provider} العنوان.",
  tenant_not_locked: "الاتصال غير مقصور على أي مستأجر، لذا لا تثبت خدمة {provider} أي عنوان.",
  other_tenant: "الحساب تابع إلى مستأجر غير مسموح له.",
  guest_account: "ضيف في الدليل.",
  domain_owner_not_verified: "لم يوثّق أحد نطاق العنوان لدى {provider}.",
  domain_not_verified: "لم يتم توثيق نطاق العنوان هنا.",
  unknown_provider: "لا نعرف كيف يوثّق هذا المزوّد العناوين.",
  weak_proof: "لا تثبت خدمة {provider} العنوان.",
  already_linked_other: "مرتبط بالفعل بحساب {provider} آخر.",
  user_inactive: "غير نشط.",
  no_user: "لا يوجد مستخدم بهذا العنوان.",
  ambiguous: "يوجد عدة مستخدمين بهذا العنوان.",
  wrong_tenant: "الحساب تابع إلى مستأجر غير مسموح له.",
  wrong_hosted_domain: "الحساب تابع إلى نطاق غير مسموح له.",
  no_proof: "يلزم تأكيد الحساب مرة واحدة، ولا توجد كلمة مرور، ولا تُرسل رموز بالبريد.",
  password_is_no_proof: "يلزم تأكيد الحساب مرة واحدة. كلمة المرور لا تكفي هنا، ولا تُرسل رموز بالبريد.",
  no_address_to_prove: "يلزم تأكيد الحساب مرة واحدة، لكن خدمة {provider} لا تشارك عنوانًا.",
  no_test: "لا يبيّن أي اختبار ناجح لهذا الإصدار كيف تصف خدمة {provider} حسابًا كهذا.",
  domain_unseen: "لا يبيّن أي اختبار أو حساب مرتبط أو نطاق موثّق إلى أين تتبع حسابات هذا النطاق.",
  other_application:
    "مرتبط باستخدام تطبيق آخر. يبيّن تسجيل الدخول التالي ما إذا كانت خدمة {provider} لا تزال تعرف الحساب.",
} as const;

export const texts = { wouldBe, reasons } as const satisfies Translation<typeof en>;
