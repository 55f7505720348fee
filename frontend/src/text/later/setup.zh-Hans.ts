import type { Translation } from "../translation.ts";
import type { texts as en } from "./setup.en.ts";

/** What the set-up page adds to login.zh-Hans.ts. */
export const texts = {
  "setup.page": "Latchkey 初始设置",
  "setup.heading": "设置您的组织",
  "setup.lead": "您将成为此组织的第一位超级管理员，并直接登录。",
  "setup.organization": "组织",
  "setup.organization-name": "组织名称",
  "setup.organization-code": "组织代码",
  "setup.code-hint": "小写字母、数字和单个连字符。登录地址为 {address}",
  "setup.you": "您的信息",
  "setup.name": "您的姓名",
  "setup.email": "邮箱",
  "setup.password": "密码",
  "setup.password-hint": "至少 12 个字符。",
  "field.code": "请使用 2 个或更多小写字母和数字，中间可以有单个连字符。",
  "field.short": "至少使用 12 个字符。",
  "field.weak": "太容易被猜到。请使用几个互不相关的词。",
  "field.taken": "已被占用。",
  "setup.submit": "设置并登录",
  "setup.busy": "正在设置…",
} as const satisfies Translation<typeof en>;
