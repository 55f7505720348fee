import type { Translation } from "../translation.ts";
import type { texts as en } from "./refusals.en.ts";

const notValid = "رابط تسجيل الدخول هذا لم يعد صالحًا. ابدأ من جديد.";
const notConfirmed = "تعذّر تأكيد تسجيل دخولك باستخدام {provider}.";

/** One sentence for each code that only a page of the sign-in entry meets which comes later. The others are in ../problems.ar.ts. */
export const texts = {
  sso_config_changed: "تغيّر للتو تسجيل الدخول باستخدام {provider}. ابدأ من جديد.",

  provider_denied: "أُلغي تسجيل الدخول باستخدام {provider}.",
  provider_consent_required: "يجب أن يوافق مسؤول {org} أولًا على تسجيل الدخول باستخدام {provider}.",
  provider_blocked: "لا تسمح خدمة {provider} لهذا الحساب بتسجيل الدخول إلى {org}.",
  provider_interaction: "تتطلب خدمة {provider} تسجيل دخولك مرة أخرى.",
  provider_other: "تعذّر على خدمة {provider} إكمال تسجيل الدخول.",

  attempt_session_changed: "حدث في هذه الأثناء تسجيل خروج أو تبديل للحساب. ابدأ من جديد.",
  link_proof_failed: "البيانات غير متطابقة. راجعها وأعد المحاولة.",
  link_locked: "المحاولات كثيرة جدًا. انتظر {wait}، أو راجع المسؤول.",
  link_ticket_expired: "انتهت مهلة هذه الخطوة. ابدأ من جديد.",
  setup_closed: "رابط الإعداد هذا لم يعد صالحًا.",
  reset_closed: "هذا الرابط لم يعد صالحًا. اطلب رابطًا جديدًا.",
  bypass_closed: "هذا الرابط لم يعد صالحًا. اطلب رابطًا جديدًا من مشغّل النظام.",

  attempt_unknown: notValid,
  attempt_replayed: notValid,
  callback_malformed: notValid,
  attempt_expired: "استغرق تسجيل الدخول وقتًا طويلًا جدًا. ابدأ من جديد.",
  code_rejected: "استغرق تسجيل الدخول وقتًا طويلًا جدًا، أو سبق إرسال هذه الخطوة. ابدأ من جديد.",
  attempt_cookie_missing:
    "لم يحتفظ متصفحك بعملية تسجيل الدخول. اسمح لهذا الموقع بملفات تعريف الارتباط، أو ابدأ في المتصفح نفسه.",
  token_invalid: notConfirmed,
  clock_skew: notConfirmed,

  wrong_tenant: "استخدم حساب العمل أو المؤسسة التعليمية الخاص بك في {org}.",
  wrong_hosted_domain: "استخدم حساب Google الخاص بك في {org}.",
  email_missing: "لم يشارك حسابك لدى {provider} عنوان بريد إلكتروني.",
  email_not_verified: "تعذّر تأكيد عنوان بريدك الإلكتروني في العمل.",
  user_not_authorized: "مسؤول {org} هو من يقرر من يمكنه تسجيل الدخول.",
  link_in_profile_first: "سجّل الدخول بكلمة المرور، ثم اربط {provider} من الملف الشخصي > إعدادات الأمان.",
} as const satisfies Translation<typeof en>;
