import type { Translation } from "../translation.ts";
import type { texts as en } from "./common.en.ts";

/** What several of the screens that come later say. */
export const texts = {
  "signin.failed": "تعذّر تحميل خيارات تسجيل الدخول",
  "refused.other": "استخدام حساب آخر",
  "wait.moment": "لحظة",
  "wait.seconds.zero": "{count} ثانية",
  "wait.seconds.one": "ثانية واحدة",
  "wait.seconds.two": "ثانيتين",
  "wait.seconds.few": "{count} ثوانٍ",
  "wait.seconds.many": "{count} ثانية",
  "wait.seconds.other": "{count} ثانية",
  "wait.minutes.zero": "{count} دقيقة",
  "wait.minutes.one": "دقيقة واحدة",
  "wait.minutes.two": "دقيقتين",
  "wait.minutes.few": "{count} دقائق",
  "wait.minutes.many": "{count} دقيقة",
  "wait.minutes.other": "{count} دقيقة",
} as const satisfies Translation<typeof en>;
