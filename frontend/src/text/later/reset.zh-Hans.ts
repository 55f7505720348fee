import type { Translation } from "../translation.ts";
import type { texts as en } from "./reset.en.ts";

/** What the page that a link for a new password opens adds to login.zh-Hans.ts. */
export const texts = {
  "reset.page": "新密码",
  "reset.heading": "设置新的 {org} 密码",
  "reset.lead": "您在其他浏览器中的会话将结束。",
  "reset.password": "新密码",
  "reset.hint": "至少 12 个字符。",
  "reset.short": "至少使用 12 个字符。",
  "reset.weak": "太容易被猜到。请使用几个互不相关的词。",
  "reset.submit": "设置密码",
  "reset.busy": "正在设置…",
  "reset.done": "您的密码已设置",
  "reset.done-text": "现在请使用它登录。",
  "reset.signin": "前往登录页面",
  "reset.closed": "此链接已失效",
  "reset.closed-text": "用于设置新密码的链接只能使用一次，30 分钟内有效。",
  "reset.open": "请再次打开邮件中的链接",
  "reset.open-text": "此页面需要发送给您的邮件中的链接。请在此浏览器中再次打开它：链接只能使用一次，30 分钟内有效。",
  "reset.again": "索取新的链接",
} as const satisfies Translation<typeof en>;
