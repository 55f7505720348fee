import type { Translation } from "../translation.ts";
import type { texts as en } from "./common.en.ts";

/** What several of the screens that come later say. */
export const texts = {
  "signin.failed": "无法加载登录方式",
  "refused.other": "使用其他账户",
  "wait.moment": "片刻",
  "wait.seconds.other": "{count} 秒",
  "wait.minutes.other": "{count} 分钟",
} as const satisfies Translation<typeof en>;
