import type { Translation } from "../translation.ts";
import type { texts as en } from "./refused.en.ts";

/** What the page of a sign-in that did not finish adds to login.zh-Hans.ts. */
export const texts = {
  "refused.page": "登录未完成",
  "refused.cancelled": "登录已取消",
  "refused.user": "用户未获授权",
  "refused.ours": "出现了问题",
  "refused.generic": "我们无法完成登录。",
  "refused.some-org": "您的组织",
  "refused.next": "接下来怎么做",
  "refused.add": "请让您的管理员添加您，并提供此参考编号。管理员可凭它查看发生了什么。",
  "refused.ask": "请联系您的管理员，并提供此参考编号。管理员可凭它查看发生了什么。",
  "refused.again": "请返回登录页面，重新开始。",
  "refused.again-password": "请再试一次，或使用其他方式登录。",
  "refused.wait": "请等待一分钟，然后再试一次，或使用其他方式登录。",
  "refused.account": "请选择您在 {org} 工作时使用的账户。",
  "refused.sign-out": "如果 {provider} 没有让您选择账户，请先在 {provider} 退出登录，然后在此处使用其他账户。",
  "refused.cookies": "请允许此网站使用 Cookie，然后在此浏览器中重新开始。",
  "refused.profile": "请返回登录页面，使用您的密码登录。",
  "refused.tell": "请重试。如果再次出现，请向您的管理员提供此参考编号。",
  "refused.back": "返回登录页面",
  "refused.reach": "如何联系您的管理员",
  "reference.label": "参考编号",
  "reference.copy": "复制",
  "reference.copied": "已复制",
  "reference.said": "已复制参考编号",
  "reference.selected": "已选中参考编号。请用键盘复制。",
} as const satisfies Translation<typeof en>;
