import type { texts as en } from "./field-errors.en.ts";
import type { Translation } from "./translation.ts";

const check = "راجع هذا الحقل.";

/** What is wrong with a field of the app, by code. A page that knows more says it itself. */
export const texts = {
  required: "هذا الحقل مطلوب.",
  unknown: check,
  duplicate: check,
  type: check,
  format: check,
  too_short: "القيمة قصيرة جدًا.",
  too_long: "القيمة طويلة جدًا.",
  out_of_range: "القيمة خارج الحدود المسموح بها.",
  taken: "هذه القيمة مستخدمة بالفعل.",
  invalid: check,
  secret_id: "يبدو أن هذا معرّف السر. انسخ قيمته.",
  other_provider: "هذا يخص مزوّدًا آخر.",
  needs_secret: "أدخل السر أيضًا.",
  public_domain: "لا يمكن لأحد امتلاك هذا النطاق: بإمكان أي شخص أن يكون له عنوان فيه.",
  too_weak: "من السهل جدًا تخمين هذا.",
  own_login: "هذا ما تسجّل به الدخول هنا. أدخل ما لدى مزوّد الهوية.",
  unresolved: "تعذّر العثور على هذا.",
} as const satisfies Translation<typeof en>;
