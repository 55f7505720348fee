import type { texts as en } from "./profile.en.ts";
import type { Translation } from "./translation.ts";

/** What the page of the own profile adds to app.zh-Hans.ts. */
export const texts = {
  "profile.title": "编辑个人资料",
  "profile.sentence": "您的姓名，以及时间的显示方式。",
  "profile.card": "您的信息",
  "profile.name": "姓名",
  "profile.zone": "时区",
  "profile.zone-hint": "这些页面上的所有时间都按此时区显示。",
  "profile.zone-browser": "浏览器的时区（{place}）",
  "profile.zone-none": "没有匹配的时区。请输入城市或与 UTC 的时差，例如 +2。",
  "profile.language": "语言",
  "profile.language-hint": "用于这些页面，以及我们发送给您的邮件。",
  "profile.language-browser": "浏览器的语言",
  "profile.email": "邮箱",
  "profile.role": "角色",
  "profile.fixed": "您的管理员可以更改此项。",
  "profile.fixed-users": "您可以在{link}中更改此项。",
  "profile.save": "保存",
  "profile.saving": "正在保存…",
  "profile.saved": "您的个人资料已保存。",
  "profile.nothing": "没有任何更改。",
  "profile.security": "密码、已关联的账户和会话在“{link}”中。",
  "profile.security-link": "安全设置",
} as const satisfies Translation<typeof en>;
