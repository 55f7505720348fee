import type { texts as en } from "./problems.en.ts";
import type { Translation } from "./translation.ts";

const notWorking = "تسجيل الدخول إلى {org} باستخدام {provider} لا يعمل حاليًا.";
const notOurs = "حدث خطأ من جهتنا.";

/**
 * One sentence for each code of the contract, and for no answer at all; those
 * of later/refusals.ar.ts are said on one page only, those of app-problems.ar.ts in the app only. They tell nothing about other
 * people or about configuration.
 */
export const texts = {
  sso_not_configured: "لم يتم بعد إعداد تسجيل الدخول إلى {org} باستخدام {provider}.",
  sso_app_invalid: notWorking,
  provider_config_error: notWorking,
  sso_provider_disabled: "تسجيل الدخول إلى {org} باستخدام {provider} متوقف.",
  provider_unavailable: "لا تستجيب خدمة {provider}. أعد المحاولة بعد دقيقة.",
  provider_unreachable: "يتعذر الوصول إلى {provider} حاليًا.",
  outbound_unavailable: "يتعذر على خادمنا الاتصال بخدمة {provider} حاليًا. السبب من جهتنا.",
  org_not_resolved: "رمز المؤسسة هذا غير معروف.",

  credentials_invalid: "البيانات غير متطابقة. راجعها وأعد المحاولة.",
  password_login_disabled: "تسجيل الدخول إلى {org} يتم باستخدام {provider}.",
  rate_limited: "المحاولات كثيرة جدًا. انتظر {wait}.",
  busy: "عدد الأشخاص كبير جدًا حاليًا. أعد المحاولة بعد {wait}.",
  validation_failed: "راجع الحقول أدناه.",
  internal_error: notOurs,
  method_not_allowed: notOurs,
  body_malformed: notOurs,
  body_too_large: notOurs,
  media_type_unsupported: notOurs,
  origin_refused: "فُتحت هذه الصفحة من عنوان آخر. أعد تحميلها، ثم أعد المحاولة.",
  network: "يتعذر الوصول إلى الخادم. تحقق من اتصالك وأعد المحاولة.",
} as const satisfies Translation<typeof en>;
