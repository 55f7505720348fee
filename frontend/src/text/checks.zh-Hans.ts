import type { texts as en } from "./checks.en.ts";
import type { Translation } from "./translation.ts";

const again = "请再次运行测试。如果仍然如此，请让运维人员查看服务器日志。";
const compare = "将此连接的设置与 {provider} 上的应用程序核对。";
const egress = "请让运维人员检查服务器的 DNS、代理和出站连接。";
const secretFirst = "请先重新输入客户端密钥；然后将客户端 ID、重定向 URI 和应用程序类型与 {provider} 处的核对。";
const newSecret = "请在 {provider} 创建新的客户端密钥，在设置中保存其值，然后再次运行测试。";
const rightAccount = "请使用 {org} 的账户再次运行测试。";
const startOver = "请再次运行测试，并在此浏览器中一次完成。";
const forged = "请再次运行测试。如果失败两次，可能有人介于此服务器与 {provider} 之间。";
const lockFirst = "请将连接限定于您的目录。在此之前，人们需要确认一次账户归自己所有。";

/** The texts of the checks by name. */
const checks = {
  discovery: {
    name: "发现文档",
    passed: ["{host}，用 {ms} 毫秒读取。", "{host}", "已找到，其中的颁发者与我们预期的一致。"],
    info: ["未查看。"],
    otherwise: { said: "{provider} 的自我描述无法使用。", todo: compare },
  },
  keys: {
    name: "签名密钥",
    passed: ["{keys}，用 {ms} 毫秒获取。", "{keys}。", "已找到。"],
    info: ["未查看。"],
    otherwise: { said: "{provider} 的签名密钥无法使用。", todo: again },
  },
  clock: {
    name: "时钟",
    passed: ["相差 {seconds} 秒。不超过 60 秒即可。", "与 {provider} 一致。"],
    info: ["{provider} 没有给出其时间。"],
    otherwise: {
      said: "我们的时钟与 {provider} 的时钟不一致。",
      todo: "请让运维人员校正服务器的时钟。",
    },
  },
  public_address: {
    name: "公开地址",
    passed: ["{host}，与您地址栏中的一致。", "与您地址栏中的一致。"],
    info: ["{host}"],
    otherwise: {
      said: "公开地址可能不是人们使用的地址。",
      todo: "请让运维人员将服务器的公开地址与您地址栏中的地址核对。",
    },
  },
  credentials: {
    name: "客户端 ID 和密钥",
    passed: ["{provider} 已接受。密钥到期日：{expires}。", "{provider} 已接受。"],
    info: ["登录之前无法得知：{provider} 对错误的密钥也给出同样的回答。"],
    otherwise: { said: "{provider} 不接受客户端 ID 或密钥。", todo: compare },
  },
  redirect: {
    name: "重定向 URI",
    passed: ["已返回到我们发送的地址。"],
    info: [],
    otherwise: { said: "{provider} 的回应与此测试不对应。", todo: startOver },
  },
  token: {
    name: "已收到令牌",
    passed: ["用时 {ms} 毫秒。", "已收到。"],
    info: [],
    otherwise: { said: "{provider} 没有为授权码提供令牌。", todo: compare },
  },
  signature: {
    name: "签名",
    passed: ["{algorithm}，密钥 {key}。", "{algorithm}。", "真实。"],
    info: [],
    otherwise: { said: "令牌不真实。", todo: forged },
  },
  nonce: {
    name: "Nonce",
    passed: ["是我们发送的那个。"],
    info: [],
    otherwise: { said: "令牌属于另一次登录。", todo: forged },
  },
  lock: {
    name: { google: "Workspace 域名", microsoft: "目录（租户）", openid: "邮箱域名" },
    passed: ["{expected}，与您的限定一致。", "在您限定的范围内。"],
    info: ["没有任何限定。"],
    otherwise: { said: "此账户不在您限定的范围内。", todo: rightAccount },
  },
  email: {
    name: "有邮箱",
    passed: ["{received}", "有。"],
    info: [],
    otherwise: {
      said: "{provider} 未提供邮箱地址。",
      todo: "请在 {provider} 为此账户设置邮箱，或为应用程序添加 email 声明。",
    },
  },
  proof: {
    name: "邮箱地址的验证",
    passed: ["强：{provider} 担保此邮箱地址。"],
    info: [],
    otherwise: {
      said: "{provider} 未验证此邮箱地址。",
      todo: "如果允许人们确认一次账户归自己所有，则无需操作。",
    },
  },
  person: {
    name: "这会是谁",
    passed: ["是您的用户。"],
    info: ["不是您的用户。"],
    otherwise: {
      said: "此账户将无法登录。",
      todo: "请添加使用此邮箱地址的用户，或使用其他账户运行测试。",
    },
  },
  roles: {
    name: "找到的角色",
    passed: ["{roles}", "有一些。"],
    info: ["{roles}", "{groups}。", "此令牌中没有。"],
    otherwise: { said: "无法读取角色。", todo: again },
  },
} as const;

/** What a call to the provider failed with: the end of reasons such as discovery_dns. */
const calls = {
  dns: { said: "找不到 {provider} 的服务器名称。", todo: egress },
  tls: {
    said: "TLS 失败：{provider} 的服务器在此地址使用普通 http，或其证书不受信任。",
    todo: "核对地址及其端口；如果无误，请运维人员检查证书。",
  },
  timeout: { said: "{provider} 没有及时响应。", todo: egress },
  queue_timeout: {
    said: "本系统同时进行的请求太多，没能询问 {provider}。对方没有问题。",
    todo: "请等待一分钟，然后再次运行测试。",
  },
  proxy_unreachable: {
    said: "服务器的出站代理没有响应。尚未向 {provider} 查询。",
    todo: "请运维人员检查代理和 LATCHKEY_OUTBOUND_PROXY。",
  },
  proxy_auth: {
    said: "出站代理要求其他用户名或密码。尚未向 {provider} 查询。",
    todo: "请运维人员更正 LATCHKEY_OUTBOUND_PROXY。",
  },
  proxy_refused: {
    said: "出站代理不允许服务器连接到 {provider}。",
    todo: "请运维人员在代理上允许对 {provider} 主机的 CONNECT。",
  },
  proxy_gateway: {
    said: "出站代理无法连接到 {provider}。",
    todo: "请运维人员检查代理、其 DNS 和自身的出口；并核对 {provider} 的地址。",
  },
  proxy_timeout: {
    said: "出站代理没有及时连接到 {provider}。",
    todo: "请运维人员检查代理，然后再次运行测试。",
  },
  connection_refused: { said: "{provider} 拒绝了连接。", todo: egress },
  connection_failed: { said: "无法连接到 {provider}。", todo: egress },
  address_refused: {
    said: "提供商的地址指向专用网络。",
    todo: "请更正此地址，或让运维人员允许它。",
  },
  cancelled: { said: "请求被中断。", todo: again },
  too_large: { said: "{provider} 的回应过大。", todo: compare },
  not_json: {
    said: "此回应不是 {provider} 的回应。",
    todo: "请询问运维人员是否有代理代替 {provider} 作出回应。",
  },
  duplicate_member: { said: "{provider} 的回应自相矛盾。", todo: compare },
  http: {
    said: "{provider} 返回了状态 {status}。",
    todo: "请再次运行测试。如果仍然如此，请核对租户或提供商的地址。",
  },
} as const;

const notGenuine = { said: "令牌的结构不正确。", todo: forged } as const;
const notNow = {
  said: "令牌的时间不对。",
  todo: "请让运维人员校正服务器的时钟，然后再次运行测试。",
} as const;
const otherIssuer = { said: "此回应来自另一个颁发者。", todo: compare } as const;
const otherApplication = { said: "此令牌是给另一个应用程序的。", todo: compare } as const;

/** By reason, or by check and reason where the same reason means something else there. */
const findings = {
  // discovery, keys
  issuer_mismatch: {
    said: "{provider} 给出的颁发者与所查询的不同。",
    todo: "请在设置中更正租户或颁发者。",
  },
  tenant_invalid: {
    said: "租户填写不正确。",
    todo: "请从应用注册的“概述（Overview）”页面复制租户 ID。",
  },
  provider_invalid: { said: "提供商的地址无法使用。", todo: "请在设置中更正颁发者。" },
  issuer_invalid: { said: "颁发者无法使用。", todo: "请在设置中更正颁发者。" },
  endpoint_refused: {
    said: "{provider} 给出的某个地址不被允许。",
    todo: "请更正颁发者，或让运维人员允许此地址。",
  },
  keys_too_many: { said: "{provider} 的密钥数量超过我们读取的上限。", todo: again },
  keys_none_usable: { said: "{provider} 没有我们可以使用的密钥。", todo: compare },

  // clock, public address
  clock_skew: checks.clock.otherwise,
  clock_differs: {
    said: "{provider} 的时钟与我们的时钟相差 {seconds} 秒。超过 60 秒会被拒绝。",
    todo: "请让运维人员校正服务器的时钟。",
  },
  no_date: { said: "{provider} 没有给出其时间。", todo: "如果登录正常，则无需操作。" },
  date_unreadable: {
    said: "{provider} 给出时间的方式我们无法读取。",
    todo: "如果登录正常，则无需操作。",
  },
  not_https: {
    said: "公开地址不是 https。",
    todo: "请让运维人员通过 https 提供 Latchkey；普通 http 只用于在一台机器上试用。",
  },
  other_host: {
    said: "您打开 Latchkey 的地址与公开地址不同。",
    todo: "请通过公开地址打开，或让运维人员更正公开地址。",
  },
  "public_address.unreadable": checks.public_address.otherwise,
  ip_address: {
    said: "公开地址是数字，不是名称。",
    todo: "请让运维人员提供名称；许多提供商不接受数字。",
  },
  address_differs: {
    said: "您打开 Latchkey 的地址与公开地址不同。",
    todo: "请通过公开地址打开，或让运维人员更正公开地址。",
  },
  proxy_header_missing: {
    said: "前面的代理没有说明人们如何访问它。",
    todo: "请让运维人员设置代理发送 X-Forwarded-Proto 和 X-Forwarded-Host。",
  },
  proxy_header_differs: {
    said: "前面的代理所说的地址与公开地址不同。",
    todo: "请让运维人员核对两者。",
  },

  // credentials
  client_secret_invalid: {
    said: "{provider} 拒绝了客户端密钥，或不认识此客户端 ID。",
    todo: "请重新输入客户端密钥的值，或在 {provider} 创建新的密钥；然后核对客户端 ID。",
  },
  "client_secret_invalid.certain": { said: "{provider} 拒绝了客户端密钥。", todo: newSecret },
  client_secret_expired: { said: "客户端密钥已过期。", todo: newSecret },
  client_unknown: {
    said: "{provider} 不认识此应用程序。",
    todo: "请将客户端 ID 和目录与 {provider} 处的应用程序核对。",
  },
  client_disabled: { said: "此应用程序在 {provider} 已停用。", todo: "请在 {provider} 启用它，然后再次运行测试。" },
  auth_basic: { said: "{provider} 已接受，密钥放在标头中。此版本会保留这种方式。", todo: "无需操作。" },
  auth_basic_raw: { said: "{provider} 已接受，密钥放在标头中且不编码。此版本会保留这种方式。", todo: "无需操作。" },
  auth_post: { said: "{provider} 已接受，密钥放在正文中。此版本会保留这种方式。", todo: "无需操作。" },
  secret_unreadable: {
    said: "无法读取已保存的客户端密钥。",
    todo: "请在设置中重新保存客户端密钥。",
  },
  probe_accepted: { said: "{provider} 接受了一个不可能正确的授权码。", todo: compare },
  "token_answer.code_rejected": {
    said: "{provider} 没有接受授权码。",
    todo: "请再次运行测试。如果仍然如此，请将重定向 URI 与 {provider} 处应用程序的核对。",
  },
  "token_answer.provider_config_error": { said: "{provider} 拒绝了我们的请求。", todo: secretFirst },
  token_answer: { said: "{provider} 拒绝了我们的请求。", todo: compare },
  "credentials.token_answer": { said: "{provider} 不接受此应用程序。", todo: secretFirst },
  provider_answer: { said: "{provider} 带着错误让您返回。", todo: compare },

  // the way back
  left_out: {
    said: "已返回到我们发送的地址。{provider} 不接受 {parameters}，因此已省略。",
    todo: "无需操作。在那里无法要求大家选择其他账户。",
  },
  access_denied: {
    said: "您在 {provider} 点了“取消”。",
    todo: "请再次运行测试，并接受 {provider} 的要求。",
  },
  too_late: { said: "登录用时超过 10 分钟。", todo: startOver },
  before_restore: { said: "登录在数据库从备份恢复之前开始。", todo: startOver },
  authentication_expired: { said: "{provider} 的登录页面打开得太久。", todo: startOver },
  no_attempt_for_state: { said: "此测试不是由此浏览器开始的。", todo: startOver },
  other_connection: { said: "返回的是另一个提供商的回应。", todo: forged },
  other_version: { said: "设置在此期间有更改。", todo: "请再次运行测试。" },
  connection_gone: { said: "连接在此期间被移除。", todo: "无需操作；它已不存在。" },

  // the token
  id_token_missing: {
    said: "{provider} 没有发送 ID 令牌。",
    todo: "请在 {provider} 为此应用程序允许权限范围 openid。",
  },
  malformed: notGenuine,
  duplicate_member: notGenuine,
  alg: { said: "令牌的签名方式我们不接受。", todo: compare },
  header: { said: "令牌指定了自己的密钥，我们不接受。", todo: compare },
  typ: notGenuine,
  signature: { said: "签名错误。", todo: forged },
  key_unknown: { said: "令牌所用的签名密钥未由 {provider} 公布。", todo: forged },
  nonce: checks.nonce.otherwise,
  aud: otherApplication,
  azp: otherApplication,
  iss: otherIssuer,
  iss_mismatch: otherIssuer,
  tid_mismatch: otherIssuer,
  exp: notNow,
  expired: notNow,
  nbf: notNow,
  iat: notNow,
  exp_missing: notGenuine,
  lifetime: { said: "令牌的有效期超过一天。", todo: compare },
  sub: notGenuine,
  at_hash: notGenuine,
  userinfo_sub: { said: "{provider} 返回的是另一个人的信息。", todo: forged },

  // directory or domain
  "lock.no_hosted_domain": { said: "这是个人 Google 账户。", todo: rightAccount },
  "lock.other_hosted_domain": { said: "此账户属于另一个 Workspace。", todo: rightAccount },
  "lock.other_tenant": { said: "此账户属于另一个目录。", todo: rightAccount },
  "lock.other_domain": { said: "此邮箱地址属于另一个域名。", todo: rightAccount },
  tenant_mismatch: { said: "此账户属于另一个目录。", todo: rightAccount },
  personal_account: {
    said: "这是个人 Microsoft 账户。",
    todo: "请使用您的工作或学校账户再次运行测试。",
  },
  not_locked: { said: "没有任何限定：任意组织的账户都可以尝试登录。", todo: lockFirst },
  domain_not_locked: {
    said: "没有限定域名：任意域名的账户都可以尝试登录。",
    todo: "请将连接限定于您的域名。",
  },
  "lock.tenant_not_locked": {
    said: "没有限定租户：任意目录的账户都可以尝试登录。",
    todo: lockFirst,
  },

  // proof
  no_email: checks.email.otherwise,
  email_verified_text: {
    said: "{provider} 把 email_verified 作为文本发送，而不是布尔值。",
    todo: "请让 {provider} 以不带引号的 true 发送 email_verified。在此之前，大家需确认一次账户属于自己。",
  },
  email_verified_other: {
    said: "{provider} 发送的 email_verified 不是布尔值。",
    todo: "请让 {provider} 以不带引号的 true 发送 email_verified。在此之前，大家需确认一次账户属于自己。",
  },
  email_not_verified: {
    said: "{provider} 表示没有人验证过此邮箱地址。",
    todo: "请在 {provider} 验证此邮箱地址。在此之前，人们需要确认一次账户归自己所有。",
  },
  no_hosted_domain: {
    said: "此账户不属于任何 Workspace。",
    todo: "请使用您 Workspace 的账户。其他人需要确认一次账户归自己所有。",
  },
  other_hosted_domain: {
    said: "邮箱地址的域名与 Workspace 的主域名不同。",
    todo: "无需操作；使用第二个域名的人需要确认一次账户归自己所有。",
  },
  tenant_not_locked: {
    said: "在没有限定租户时，来自 Microsoft 的邮箱地址视为未验证。",
    todo: lockFirst,
  },
  other_tenant: { said: "此账户所属的租户不在限定范围内。", todo: rightAccount },
  guest_account: {
    said: "这是目录中的来宾。",
    todo: "无需操作；来宾需要确认一次账户归自己所有。",
  },
  domain_owner_not_verified: {
    said: "Microsoft 表示没有人验证过此邮箱地址的域名。",
    todo: "请在 Entra 管理中心的“自定义域名（Custom domain names）”下验证此域名。在此之前，人们需要确认一次。",
  },
  domain_not_verified: {
    said: "您尚未在此验证此邮箱地址的域名。",
    todo: "请在“已验证的域名”中验证它。在此之前，人们需要确认一次账户归自己所有。",
  },
  unknown_provider: { said: "我们不知道此提供商如何验证邮箱地址。", todo: again },

  // the person
  no_user: {
    said: "没有用户使用此邮箱地址。",
    todo: "请添加使用此邮箱地址的用户，或使用您所知道的账户运行测试。其他人无法登录。",
  },
  user_inactive: {
    said: "使用此邮箱地址的用户已停用。",
    todo: "如果此用户可以登录，请启用该用户。",
  },
  ambiguous: { said: "有多个用户使用此邮箱地址。", todo: again },
  already_linked_other: {
    said: "使用此邮箱地址的用户已关联另一个 {provider} 账户。",
    todo: "请查看此用户的账户，如果旧账户不再归其所有，取消关联。",
  },
} as const;

export const texts = { checks, calls, findings } as const satisfies Translation<typeof en>;
