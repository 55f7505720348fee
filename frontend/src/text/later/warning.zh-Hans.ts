import type { Translation } from "../translation.ts";
import type { texts as en } from "./warning.en.ts";

/** What the dialog of a provider that is not available adds to login.zh-Hans.ts. */
export const texts = {
  "warning.title": "“使用 {provider} 登录”不可用",
  "warning.told": "已通知您的管理员。",
  "warning.password": "使用密码登录",
  "warning.ok": "确定",
} as const satisfies Translation<typeof en>;
