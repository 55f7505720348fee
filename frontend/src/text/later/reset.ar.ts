import type { Translation } from "../translation.ts";
import type { texts as en } from "./reset.en.ts";

/** What the page that a link for a new password opens adds to login.ar.ts. */
export const texts = {
  "reset.page": "كلمة مرور جديدة",
  "reset.heading": "تعيين كلمة مرور جديدة لحسابك في {org}",
  "reset.lead": "تنتهي جلساتك في المتصفحات الأخرى.",
  "reset.password": "كلمة المرور الجديدة",
  "reset.hint": "12 حرفًا على الأقل.",
  "reset.short": "استخدم 12 حرفًا على الأقل.",
  "reset.weak": "من السهل جدًا تخمين هذا. استخدم بضع كلمات لا صلة بينها.",
  "reset.submit": "تعيين كلمة المرور",
  "reset.busy": "جارٍ التعيين...",
  "reset.done": "تم تعيين كلمة مرورك",
  "reset.done-text": "سجّل الدخول بها الآن.",
  "reset.signin": "الانتقال إلى تسجيل الدخول",
  "reset.closed": "هذا الرابط لم يعد صالحًا",
  "reset.closed-text": "يعمل رابط كلمة المرور الجديدة مرة واحدة، لمدة 30 دقيقة.",
  "reset.open": "افتح الرابط في الرسالة مرة أخرى",
  "reset.open-text":
    "تحتاج هذه الصفحة إلى الرابط المرسل إليك بالبريد. افتحه مرة أخرى في هذا المتصفح: يعمل مرة واحدة، خلال 30 دقيقة.",
  "reset.again": "طلب رابط جديد",
} as const satisfies Translation<typeof en>;
