import type { Translation } from "../translation.ts";
import type { texts as en } from "./discover.en.ts";

/** What the page that asks for the organization adds to login.ar.ts. */
export const texts = {
  "discover.heading": "تسجيل الدخول",
  "discover.lead": "إلى أي مؤسسة تريد تسجيل الدخول؟",
  "discover.code": "رمز المؤسسة أو البريد الإلكتروني للعمل",
  "discover.hint": "الاسم القصير الوارد في رابط تسجيل الدخول، ويعرفه المسؤول، أو بريدك الإلكتروني في العمل.",
  "discover.unknown-email": "نطاق البريد الإلكتروني هذا غير معروف. أدخل رمز المؤسسة.",
  "discover.submit": "متابعة",
  "discover.busy": "جارٍ البحث...",
  "discover.empty": "أدخل رمز المؤسسة أو بريدك الإلكتروني في العمل.",
  "discover.first": "أدخل رمز المؤسسة أولًا، ثم يتم الانتقال إلى {provider}.",
  "discover.recent": "مؤسسات استُخدمت في هذا المتصفح",
  "discover.remove": "إزالة",
  "discover.removed": "تمت إزالة {org} من هذا المتصفح.",
  "discover.goes-to": "ينقلك إلى {org}.",
} as const satisfies Translation<typeof en>;
