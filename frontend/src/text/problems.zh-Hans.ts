import type { texts as en } from "./problems.en.ts";
import type { Translation } from "./translation.ts";

const notWorking = "{org} 的 {provider} 登录目前无法使用。";
const notOurs = "我们这边出现了问题。";

/**
 * One sentence for each code of the contract, and for no answer at all; those
 * of later/refusals.zh-Hans.ts are said on one page only, those of app-problems.zh-Hans.ts in the app only.
 * They tell nothing about other people or about configuration.
 */
export const texts = {
  sso_not_configured: "{org} 尚未设置 {provider} 登录。",
  sso_app_invalid: notWorking,
  provider_config_error: notWorking,
  sso_provider_disabled: "{org} 已关闭 {provider} 登录。",
  provider_unavailable: "{provider} 没有响应。请过一分钟再试。",
  provider_unreachable: "我们目前无法连接到 {provider}。",
  outbound_unavailable: "我们的服务器目前无法连接到 {provider}。原因在我们这边。",
  org_not_resolved: "没有找到此组织代码。",

  credentials_invalid: "信息不匹配。请检查后重试。",
  password_login_disabled: "{org} 使用 {provider} 登录。",
  rate_limited: "尝试次数过多。请等待 {wait} 后再试。",
  busy: "同时登录的人太多。请等待 {wait} 后再试。",
  validation_failed: "请检查下面的字段。",
  internal_error: notOurs,
  method_not_allowed: notOurs,
  body_malformed: notOurs,
  body_too_large: notOurs,
  media_type_unsupported: notOurs,
  origin_refused: "此页面是从另一个地址打开的。请重新加载后重试。",
  network: "我们无法连接到服务器。请检查您的网络连接，然后重试。",
} as const satisfies Translation<typeof en>;
