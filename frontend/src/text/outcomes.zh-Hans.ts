import type { texts as en } from "./outcomes.en.ts";
import type { Translation } from "./translation.ts";

/** Who an account would be: the reader, somebody else, or nobody who may be named. */
const wouldBe = {
  linked: {
    me: "将以您（{name}）的身份登录。",
    other: "将以 {name} 的身份登录。",
    nobody: "将以您的某位用户的身份登录。",
  },
  silent: {
    me: "将在首次登录时关联到您（{name}）。",
    other: "将在首次登录时关联到 {name}。",
    nobody: "将在首次登录时关联。",
  },
  ask: {
    me: "将要求您（{name}）确认一次此处的账户归您所有。",
    other: "将要求 {name} 确认一次此处的账户归其所有。",
    nobody: "将要求登录人确认一次此处的账户归其所有。",
  },
  refused: {
    me: "将拒绝您（{name}）。",
    other: "将拒绝 {name}。",
    nobody: "将被拒绝。",
  },
} as const;

const confirmAll = "您的策略要求每个人确认一次。";
const profileOnly = "您的策略只允许在个人资料中关联。";

/** Why, by the reason or the code of an outcome. */
const reasons = {
  super_admin: "超级管理员始终需要确认一次。",
  disconnected: "此账户曾被取消关联，因此需要先确认。",
  policy_confirm: confirmAll,
  confirm: confirmAll,
  profile_only: profileOnly,
  link_in_profile_first: profileOnly,
  personal_address: "私人邮箱地址。",
  outside_lock: "邮箱地址不在您限定的范围内：{locked}。",
  no_hosted_domain: "此账户不属于任何 Workspace。",
  other_hosted_domain: "邮箱地址的域名与 Workspace 的域名不同。",
  no_email: "没有可用于识别的邮箱地址。",
  email_missing: "{provider} 未提供邮箱地址。",
  email_not_verified: "{provider} 未验证此邮箱地址。",
  email_verified_text: "{provider} 未验证此邮箱地址。",
  email_verified_other: "{provider} 未验证此邮箱地址。",
  tenant_not_locked: "没有限定租户，因此 {provider} 的邮箱地址均视为未验证。",
  other_tenant: "此账户所属的租户不在限定范围内。",
  guest_account: "目录中的来宾。",
  domain_owner_not_verified: "没有人在 {provider} 验证此邮箱地址的域名。",
  domain_not_verified: "您尚未在此验证此邮箱地址的域名。",
  unknown_provider: "我们不知道此提供商如何验证邮箱地址。",
  weak_proof: "{provider} 未验证此邮箱地址。",
  already_linked_other: "已关联到另一个 {provider} 账户。",
  user_inactive: "已停用。",
  no_user: "没有用户使用此邮箱地址。",
  ambiguous: "有多个用户使用此邮箱地址。",
  wrong_tenant: "此账户所属的租户不在限定范围内。",
  wrong_hosted_domain: "此账户所属的域名不在限定范围内。",
  no_proof: "需要确认一次账户归其所有，但没有密码，而且此部署不会通过邮件发送验证码。",
  password_is_no_proof: "需要确认一次账户归其所有。密码在此不足以确认，而且此部署不会通过邮件发送验证码。",
  no_address_to_prove: "需要确认一次账户归其所有，但 {provider} 未提供邮箱地址。",
  no_test: "此版本没有通过的测试能说明 {provider} 如何描述这样的账户。",
  domain_unseen: "没有测试、已关联的账户或已验证的域名能说明此邮箱域名的账户属于哪里。",
  other_application: "通过另一个应用关联。下次登录时才能知道 {provider} 是否仍认得此账户。",
} as const;

export const texts = { wouldBe, reasons } as const satisfies Translation<typeof en>;
