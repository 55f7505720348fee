import type { Translation } from "../translation.ts";
import type { texts as en } from "./discover.en.ts";

/** What the page that asks for the organization adds to login.zh-Hans.ts. */
export const texts = {
  "discover.heading": "登录",
  "discover.lead": "您要登录哪个组织？",
  "discover.code": "组织代码或工作邮箱",
  "discover.hint": "登录链接中的简称，或您的工作邮箱。您的管理员知道组织代码。",
  "discover.unknown-email": "没有找到此邮箱域名。请输入您的组织代码。",
  "discover.submit": "继续",
  "discover.busy": "正在查找…",
  "discover.empty": "请输入您的组织代码或工作邮箱。",
  "discover.first": "请先输入您的组织代码，然后再前往 {provider}。",
  "discover.recent": "在此浏览器中使用过",
  "discover.remove": "移除",
  "discover.removed": "已从此浏览器中移除 {org}。",
  "discover.goes-to": "将打开 {org}。",
} as const satisfies Translation<typeof en>;
