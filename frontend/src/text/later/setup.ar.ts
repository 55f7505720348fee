import type { Translation } from "../translation.ts";
import type { texts as en } from "./setup.en.ts";

/** What the set-up page adds to login.ar.ts. */
export const texts = {
  "setup.page": "إعداد Latchkey",
  "setup.heading": "إعداد مؤسستك",
  "setup.lead": "ستصبح أول مسؤول أعلى فيها، ويتم تسجيل دخولك.",
  "setup.organization": "المؤسسة",
  "setup.organization-name": "اسم المؤسسة",
  "setup.organization-code": "رمز المؤسسة",
  "setup.code-hint": "أحرف لاتينية صغيرة وأرقام وشرطات مفردة. يتم تسجيل الدخول على العنوان {address}",
  "setup.you": "حسابك",
  "setup.name": "اسمك",
  "setup.email": "البريد الإلكتروني",
  "setup.password": "كلمة المرور",
  "setup.password-hint": "12 حرفًا على الأقل.",
  "field.code": "يلزم خانتان أو أكثر من الأحرف اللاتينية الصغيرة والأرقام، مع شرطات مفردة في الداخل.",
  "field.short": "استخدم 12 حرفًا على الأقل.",
  "field.weak": "من السهل جدًا تخمين هذا. استخدم بضع كلمات لا صلة بينها.",
  "field.taken": "هذه القيمة مستخدمة بالفعل.",
  "setup.submit": "الإعداد وتسجيل الدخول",
  "setup.busy": "جارٍ الإعداد...",
} as const satisfies Translation<typeof en>;
