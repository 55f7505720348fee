import type { Translation } from "../translation.ts";
import type { texts as en } from "./bypass.en.ts";

/** What the page of those who may sign in without a provider adds to login.zh-Hans.ts. */
export const texts = {
  "bypass.heading": "不使用 {provider} 登录 {org}",
  "bypass.page": "不使用 {provider} 登录",
  "bypass.lead": "只有被管理员豁免的人员才能在此使用密码。",
  "bypass.once": "您的链接只能使用一次，生成后 5 分钟内有效。",
  "bypass.submit": "使用此链接登录一次",
  "bypass.refused": "不使用 {provider} 时，此账户无法登录。",
  "bypass.mail-to": "超级管理员的邮箱",
  "bypass.mail-text": "超级管理员可以索取链接。链接只能使用一次，5 分钟内有效。",
  "bypass.send": "向我发送链接",
  "bypass.sending": "正在发送…",
  "bypass.sent": "如果该邮箱符合条件，链接将很快送达，5 分钟内有效。",
  "bypass.nothing": "几分钟后仍未收到？请查看垃圾邮件文件夹，或向此服务器的运维人员索取链接。",
  "bypass.other": "使用其他邮箱地址",
  "bypass.closed": "此链接已失效。请在此索取新的链接，或向运维人员索取。",
  "bypass.back": "返回登录页面",
} as const satisfies Translation<typeof en>;
