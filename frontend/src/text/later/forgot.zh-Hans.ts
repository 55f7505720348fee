import type { Translation } from "../translation.ts";
import type { texts as en } from "./forgot.en.ts";

/** What the page for a forgotten password adds to login.zh-Hans.ts. */
export const texts = {
  "forgot.page": "忘记密码",
  "forgot.heading": "设置新密码",
  "forgot.lead": "我们会向您发送一个链接，用于设置新密码。",
  "forgot.submit": "向我发送链接",
  "forgot.busy": "正在发送…",
  "forgot.sent": "如果该邮箱符合条件，链接将很快送达，30 分钟内有效。",
  "forgot.nothing": "几分钟后仍未收到？",
  "forgot.nothing-text":
    "请查看垃圾邮件文件夹，并确认 {email} 是 {org} 为您登记的邮箱地址。如果仍未收到，请联系您的管理员。",
  "forgot.other": "使用其他邮箱地址",
  "forgot.no-mail": "此服务器不发送邮件，因此无法向您发送链接。",
  "forgot.back": "返回登录页面",
} as const satisfies Translation<typeof en>;
