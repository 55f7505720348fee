import type { texts as en } from "./attempts.en.ts";
import type { Translation } from "./translation.ts";

const startAgain = "您无需操作；登录人从登录页面重新开始。";
const sendReference = "请将参考编号 {ref} 发送给运维人员，由其在服务器日志中查找原因。";
const notFromSignIn = "您无需操作；如果反复发生，请将参考编号 {ref} 发送给运维人员。";
const waitAndRetry = "您无需操作；登录人稍等片刻后再试。";
const newSecret = "请在 {provider} 创建新的客户端密钥，并在此输入。";
const correctApplication = "将 {provider} 上的应用程序与此处保存的内容核对，更正有误的一方。";
const resetLink = "请与登录人确认两个 {provider} 账户都归其所有，然后在“用户”中取消关联旧账户。";
const addUser = "如果登录人属于您的组织，请添加使用此邮箱地址的用户；或让登录人使用您所知道的账户。";
const activate = "如果此用户可以登录，请重新启用该用户。";
const newPassword = "请让登录人用正确的密码再试一次；如果登录人不知道密码，为其设置新密码。";
const ownAccount = "请让登录人选择“使用其他账户”，并选用 {expected} 的账户。";

/** By code. */
const explanations = {
  sso_not_configured: {
    title: "{provider} 未设置",
    next: "请设置 {provider}，或让登录人使用密码。",
  },
  sso_app_invalid: { title: "{provider} 不接受此应用程序", next: correctApplication },
  sso_provider_disabled: {
    title: "{provider} 已关闭",
    next: "请开启 {provider}，或让登录人使用其他方式登录。",
  },
  org_not_resolved: { title: "未知的组织代码", next: "请将正确的组织代码告知登录人。" },
  provider_denied: {
    title: "登录人点了“取消”",
    next: "您无需操作；如果很多人取消，请在 {provider} 为所有人授予同意。",
  },
  provider_consent_required: {
    title: "在 {provider} 缺少同意",
    next: "请在 {provider} 为此应用程序授予管理员同意。",
  },
  provider_blocked: {
    title: "{provider} 不让此账户登录",
    next: "请查看收到的代码；{provider} 的某条规则或分配把此账户挡在外面，可由其管理员更改。",
  },
  provider_interaction: {
    title: "{provider} 要求登录人在那里重新登录",
    next: "请让登录人再试一次，并完成 {provider} 要求的操作。",
  },
  provider_unavailable: {
    title: "{provider} 不可用",
    next: "请查看 {provider} 的状态页面，并让登录人暂时使用密码。",
  },
  provider_other: {
    title: "{provider} 返回了错误",
    next: "在 {provider} 查询收到的代码，并让登录人请重试。",
  },
  provider_config_error: { title: "{provider} 拒绝了我们的请求", next: correctApplication },
  code_rejected: { title: "{provider} 拒绝了授权码", next: startAgain },
  outbound_unavailable: {
    title: "我们通往 {provider} 的出口不通",
    next: "请让运维人员检查服务器的出站代理。",
  },
  provider_unreachable: {
    title: "无法连接到 {provider}",
    next: "请让运维人员检查服务器的 DNS、代理和出站连接。",
  },
  attempt_unknown: {
    title: "此浏览器没有对应的登录尝试",
    next: "您无需操作；登录人重新开始。如果同时出现很多次，可能是伪造，应报告运维人员。",
  },
  attempt_expired: { title: "用时超出允许范围", next: startAgain },
  attempt_cookie_missing: {
    title: "浏览器没有保留 Cookie",
    next: "请让登录人允许此网站使用 Cookie；如果很多人遇到，让运维人员检查公开地址。",
  },
  attempt_replayed: {
    title: "此登录尝试早已结束",
    next: "您无需操作；如果登录人自己没有点“返回”，请查看第一次登录尝试。",
  },
  token_invalid: {
    title: "{provider} 的回应不真实",
    next: "请让登录人重新开始；如果发生两次，测试 {provider}。",
  },
  clock_skew: {
    title: "我们的时钟与 {provider} 的时钟不一致",
    next: "请让运维人员校正服务器的时钟。",
  },
  wrong_tenant: {
    title: "另一个目录的账户",
    next: "请让登录人选择“使用其他账户”，并选用工作用的账户；或将该目录添加到可以登录的目录中。",
  },
  wrong_hosted_domain: { title: "另一个域名的账户", next: ownAccount },
  email_missing: {
    title: "{provider} 未提供邮箱",
    next: "请在 {provider} 为此账户设置邮箱，或为应用程序添加 email 声明。",
  },
  email_not_verified: {
    title: "邮箱地址未经验证",
    next: "请将应用程序限定于您的目录或域名，使 {provider} 能够验证邮箱地址。",
  },
  user_not_authorized: { title: "不是您的用户", next: addUser },
  link_in_profile_first: {
    title: "尚未关联",
    next: "请让登录人使用密码登录，并在个人资料中关联 {provider}。",
  },
  link_proof_failed: { title: "未能确认账户归其所有", next: newPassword },
  link_locked: {
    title: "确认账户归属的尝试次数过多",
    next: "请询问登录人是否为其本人操作；如果登录人不知道密码，为其设置新密码。",
  },
  link_ticket_expired: { title: "关联页面已超时", next: startAgain },
  password_login_disabled: {
    title: "密码登录已关闭",
    next: "请让登录人使用提供商登录，或在“用户”中豁免此人。",
  },
  rate_limited: { title: "来自同一地址的尝试次数过多", next: waitAndRetry },
  internal_error: { title: "我们这边出现故障", next: sendReference },
  validation_failed: { title: "有字段填写不正确", next: notFromSignIn },
  callback_malformed: { title: "返回地址已损坏", next: startAgain },
  sso_config_changed: { title: "设置在此期间有更改", next: startAgain },
  credentials_invalid: { title: "邮箱或密码错误", next: newPassword },
  unauthenticated: { title: "会话已结束", next: startAgain },
  not_found: { title: "未找到", next: notFromSignIn },
  method_not_allowed: { title: "我们不处理的请求", next: notFromSignIn },
  body_malformed: { title: "请求已损坏", next: notFromSignIn },
  body_too_large: { title: "请求过大", next: notFromSignIn },
  media_type_unsupported: { title: "请求类型不正确", next: notFromSignIn },
  origin_refused: {
    title: "来自其他网站的请求",
    next: "请让运维人员将公开地址与浏览器中的地址核对。",
  },
  busy: { title: "同时登录的人太多", next: waitAndRetry },
  setup_closed: { title: "初始设置链接已用过", next: "请向运维人员索取新的初始设置链接。" },
  session_reused: {
    title: "出现了旧会话",
    next: "请询问登录人是否使用其他浏览器；如果没有，为其设置新密码。",
  },
  attempt_session_changed: { title: "在此期间退出了登录或切换了账户", next: startAgain },
  already_linked_other_user: {
    title: "此账户属于另一个用户",
    next: "请让登录人使用其他账户，或在另一个用户处取消关联。",
  },
  already_linked_other: { title: "此用户已有另一个 {provider} 账户", next: resetLink },
  reauth_required: {
    title: "登录人没有在不久前确认身份",
    next: "您无需操作；登录人在“安全设置”中确认，然后重新关联。",
  },
  email_mismatch: {
    title: "账户与用户的邮箱不同",
    next: "请让登录人关联使用工作邮箱地址的账户，或在登录策略中允许不同的邮箱地址。",
  },
  last_sign_in_method: { title: "这是唯一的登录方式", next: notFromSignIn },
  sso_required: { title: "已强制使用 {provider} 登录", next: notFromSignIn },
  reset_closed: {
    title: "用于设置新密码的链接已用过",
    next: "请让登录人在登录页面上再索取一个；每个链接只能使用一次，30 分钟内有效。",
  },
  bypass_closed: {
    title: "一次性链接已用过",
    next: "请向运维人员索取新的链接；每个链接只能使用一次，5 分钟内有效。",
  },
  config_changed: { title: "其他人在此期间保存了更改", next: notFromSignIn },
  precondition_required: { title: "请求不完整", next: notFromSignIn },
  test_required: { title: "尚未测试", next: notFromSignIn },
  own_sign_in_required: { title: "缺少本人的登录", next: notFromSignIn },
  break_glass_required: { title: "没有人能在不使用提供商的情况下登录", next: notFromSignIn },
  last_super_admin: { title: "将不再有任何超级管理员", next: notFromSignIn },
  conflict: { title: "此项已经存在", next: notFromSignIn },
  forbidden: { title: "此角色不允许", next: notFromSignIn },
} as const;

const wrongPassword = {
  no_user: { title: "没有用户使用此邮箱地址", next: addUser },
  no_password: {
    title: "此用户没有密码",
    next: "请让登录人使用提供商登录，或为其设置密码。",
  },
  wrong_password: { title: "密码错误" },
  password_unusable: {
    title: "无法验证此密码：其哈希为导入所得，超出限制或属于其他类型",
    next: "请登录人申请新密码，或为其设置密码。",
  },
  user_inactive: { title: "此用户已停用", next: activate },
} as const;

/** By code and inner reason, where the reason says more than the code. */
const byReason = {
  sso_app_invalid: {
    client_secret_invalid: { title: "客户端密钥被拒绝", next: newSecret },
    client_secret_expired: { title: "客户端密钥已过期", next: newSecret },
    client_unknown: {
      title: "{provider} 不认识此应用程序",
      next: "请将客户端 ID 和目录与 {provider} 处的应用程序核对。",
    },
    client_disabled: { title: "此应用程序在 {provider} 已停用", next: "请在 {provider} 启用此应用程序。" },
    issuer_mismatch: {
      title: "{provider} 给出了另一个颁发者",
      next: "请在 {provider} 的设置中更正目录。",
    },
    tenant_invalid: {
      title: "目录填写不正确",
      next: "请在 {provider} 的设置中更正目录。",
    },
    provider_invalid: {
      title: "提供商的地址无法使用",
      next: "请在 {provider} 的设置中更正颁发者。",
    },
    endpoint_refused: { title: "{provider} 的某个地址不被允许", next: sendReference },
    secret_unreadable: {
      title: "无法读取客户端密钥",
      next: "请重新输入客户端密钥。",
    },
  },
  sso_provider_disabled: {
    organization_suspended: {
      title: "此组织已被暂停",
      next: "请询问运维人员此组织为何被暂停。",
    },
  },
  wrong_hosted_domain: {
    no_hosted_domain: { title: "个人 Google 账户" },
    other_hosted_domain: { title: "另一个域名的账户" },
  },
  wrong_tenant: {
    personal_account: { title: "个人 Microsoft 账户" },
    tenant_mismatch: { title: "另一个目录的账户" },
    other_tenant: { title: "另一个目录的账户" },
  },
  user_not_authorized: {
    no_user: { title: "没有用户使用此邮箱地址" },
    user_inactive: { title: "此用户已停用", next: activate },
    ambiguous: { title: "有多个用户使用此邮箱地址", next: sendReference },
    already_linked_other: { title: "此用户已有另一个 {provider} 账户", next: resetLink },
  },
  credentials_invalid: wrongPassword,
  link_proof_failed: {
    ...wrongPassword,
    password_is_no_proof_here: {
      title: "对此用户，密码不足以确认身份",
      next: "请让这位超级管理员在登录状态下关联账户。",
    },
    already_linked_other: { title: "此用户已有另一个 {provider} 账户", next: resetLink },
  },
  link_ticket_expired: {
    no_cookie: { title: "浏览器没有保留 Cookie", next: "请让登录人允许此网站使用 Cookie。" },
    connection_gone: { title: "{provider} 在此期间被关闭" },
    connection_changed: { title: "设置在此期间有更改" },
    spent: { title: "关联页面已经用过" },
  },
  attempt_unknown: {
    other_connection: {
      title: "另一个提供商的回应",
      next: "将此登录尝试报告运维人员，因为它可能是伪造的。",
    },
  },
  sso_config_changed: { connection_gone: { title: "连接在此期间被移除" } },
  token_invalid: {
    nonce: { title: "此回应属于另一次登录尝试" },
    aud: { title: "此回应是给另一个应用程序的", next: correctApplication },
    iss: { title: "此回应来自另一个颁发者", next: correctApplication },
    iss_mismatch: { title: "此回应来自另一个颁发者", next: correctApplication },
    signature: { title: "签名错误" },
    exp: { title: "此回应太旧" },
  },
  provider_unreachable: {
    discovery_dns: { title: "找不到 {provider} 的名称" },
    token_dns: { title: "找不到 {provider} 的名称" },
    discovery_tls: { title: "与 {provider} 之间没有安全连接" },
    token_tls: { title: "与 {provider} 之间没有安全连接" },
    discovery_timeout: { title: "{provider} 没有及时响应" },
    token_timeout: { title: "{provider} 没有及时响应" },
  },
} as const;

export const texts = { explanations, byReason } as const satisfies Translation<typeof en>;
