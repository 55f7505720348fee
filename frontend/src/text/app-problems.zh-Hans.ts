import type { texts as en } from "./app-problems.en.ts";
import type { Translation } from "./translation.ts";

/** One sentence for each code that only the app meets. The others are in problems.zh-Hans.ts. */
export const texts = {
  unauthenticated: "您的会话已结束。",
  session_reused: "为保护您的账户，系统已将您退出登录。",
  not_found: "未找到。",
  forbidden: "您的角色不允许此操作。",
  conflict: "此项已存在。",
  config_changed: "{who} 保存了更改（{when}）。请加载这些更改，然后重新进行您的更改。",
  precondition_required: "请重新加载此页面，然后进行您的更改。",
  test_required: "请先测试此版本。",
  own_sign_in_required: "请先使用已开启的提供商登录一次，以确认它可以使用。",
  break_glass_required: "请保留一名无需提供商即可登录的超级管理员。",
  last_super_admin: "这样将没有人能够管理此组织。请先为另一名超级管理员提供登录方式。",
  already_linked_other_user: "此 {provider} 账户已关联到另一位用户。",
  already_linked_other: "请先取消关联当前的 {provider} 账户。",
  reauth_required: "请先确认是您本人，然后继续。",
  email_mismatch: "请关联使用您工作邮箱的 {provider} 账户。",
  last_sign_in_method: "请先设置密码，再取消关联。",
  sso_required: "{org} 强制使用 {provider} 登录。",
} as const satisfies Translation<typeof en>;
