import type { Translation } from "../translation.ts";
import type { texts as en } from "./refusals.en.ts";

const notValid = "此登录链接已失效。请重新开始。";
const notConfirmed = "我们无法确认您的 {provider} 登录。";

/** One sentence for each code that only a page of the sign-in entry meets which comes later. The others are in ../problems.zh-Hans.ts. */
export const texts = {
  sso_config_changed: "{provider} 登录的设置刚刚更改过。请重新开始。",

  provider_denied: "已取消使用 {provider} 登录。",
  provider_consent_required: "{org} 的管理员需要先批准 {provider} 登录。",
  provider_blocked: "{provider} 不允许此账户登录 {org}。",
  provider_interaction: "{provider} 需要您重新登录。",
  provider_other: "{provider} 无法完成登录。",

  attempt_session_changed: "您在此期间退出了登录或切换了账户。请重新开始。",
  link_proof_failed: "信息不匹配。请检查后重试。",
  link_locked: "尝试次数过多。请等待 {wait} 后再试，或联系您的管理员。",
  link_ticket_expired: "此步骤已超时。请重新开始。",
  setup_closed: "此初始设置链接已失效。",
  reset_closed: "此链接已失效。请索取新的链接。",
  bypass_closed: "此链接已失效。请向运维人员索取新的链接。",

  attempt_unknown: notValid,
  attempt_replayed: notValid,
  callback_malformed: notValid,
  attempt_expired: "登录用时过长。请重新开始。",
  code_rejected: "登录用时过长，或此步骤已提交过。请重新开始。",
  attempt_cookie_missing: "您的浏览器没有保留此次登录。请允许此网站使用 Cookie，或在同一浏览器中重新开始。",
  token_invalid: notConfirmed,
  clock_skew: notConfirmed,

  wrong_tenant: "请使用您在 {org} 的工作或学校账户。",
  wrong_hosted_domain: "请使用您在 {org} 的 Google 账户。",
  email_missing: "您的 {provider} 账户未提供邮箱地址。",
  email_not_verified: "我们无法确认您的工作邮箱地址。",
  user_not_authorized: "由 {org} 的管理员决定谁可以登录。",
  link_in_profile_first: "请使用您的密码登录，然后在“个人资料 > 安全设置”中关联 {provider}。",
} as const satisfies Translation<typeof en>;
