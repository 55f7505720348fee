import type { texts as en } from "./provider-codes.en.ts";
import type { Translation } from "./translation.ts";

/** Who is to act, said before what to do. */
const menders = {
  person: "登录人：",
  super_admin: "您，在此处：",
  provider_admin: "提供商的管理员：",
} as const;

/** What the hint is, to screen readers. */
const hint = "此代码的含义";

const signInAgain = "请从登录页面重新开始。";
const compareIds = "请将客户端 ID 和租户 ID 与应用注册的“概述（Overview）”页面核对。";
const registerUri = "请从连接中复制重定向 URI，并在提供商处添加，逐字符一致。";
const newSecret = "请在提供商处创建新的客户端密钥，并在连接中保存其值。";
const grantConsent = "请打开应用注册，进入“API 权限（API permissions）”，为 openid、profile 和 email 授予管理员同意。";
const readPolicy = "请在 Entra 登录日志中查看此次登录：其中指出了条件访问策略。请更改该策略或满足其要求。";
const finishSecondFactor = "请重新开始，并完成 Microsoft 要求的操作。";

const companyComputer = "请使用由您公司管理的计算机。";
const webWithCode = "请将其注册为使用授权码的 Web 应用程序。";
const onlyThree = "请在“API 权限（API permissions）”中只保留 openid、profile 和 email。";
const askAboutProxy = "请再次运行测试。如果仍然如此，询问运维人员是否有代理更改了请求。";

/** What the codes of Google, Microsoft and OAuth mean in sign-ins of this kind. */
const codes = {
  // RFC 6749, sections 4.1.2.1 and 5.2; OpenID Connect Core 1.0, section 3.1.2.6
  access_denied: {
    title: "访问被拒绝",
    why: "登录人点了“取消”、拒绝了所请求的内容，或被提供商的某条规则阻止。",
    fix: "请重试。如果很多人看到此错误，由提供商的管理员授予同意或更改规则。",
  },
  invalid_request: {
    title: "提供商无法理解此请求",
    why: "请求中的某个值缺失或不被允许。多半是提供商的地址有误。",
    fix: "请将连接的客户端 ID、租户和重定向 URI 与提供商处的应用程序核对。",
  },
  unauthorized_client: {
    title: "此应用程序不可以用这种方式让人登录",
    why: "客户端密钥或客户端 ID 可能有误。或者提供商处的应用程序属于其他类型、已关闭，或属于另一个目录。",
    fix: "请重新输入客户端密钥并核对客户端 ID。如果两者都正确，请将它注册为使用授权码的 Web 应用程序。",
  },
  unsupported_response_type: {
    title: "此应用程序不可以使用授权码",
    why: "提供商只允许另一种回应类型。",
    fix: webWithCode,
  },
  unsupported_grant_type: {
    title: "此应用程序不可以兑换授权码",
    why: "提供商只允许另一种授权类型。",
    fix: webWithCode,
  },
  invalid_scope: {
    title: "某项权限不被允许",
    why: "我们请求 openid、email 和 profile。提供商不允许此应用程序拥有全部这些权限。",
    fix: "请为此应用程序允许 openid、email 和 profile。",
  },
  server_error: {
    title: "提供商出现故障",
    why: "提供商那边出现了问题。",
    fix: "请重试。如果仍然如此，请查看提供商的状态页面。",
  },
  temporarily_unavailable: {
    title: "提供商繁忙或停止服务",
    why: "提供商目前无法响应。",
    fix: "请几分钟后再试。如果仍然如此，请查看提供商的状态页面。",
  },
  login_required: {
    title: "登录人需要在提供商处登录",
    why: "那里没有人登录。",
    fix: signInAgain,
  },
  interaction_required: {
    title: "提供商要向登录人询问一些内容",
    why: "不显示页面就无法完成。",
    fix: signInAgain,
  },
  account_selection_required: {
    title: "登录人需要选择账户",
    why: "在提供商处登录了多个账户。",
    fix: "请重新开始，并选择工作用的账户。",
  },
  consent_required: {
    title: "缺少同意",
    why: "尚未有人同意此应用程序读取姓名和邮箱地址。",
    fix: "请在提供商处为所有人授予同意。",
  },
  invalid_client: {
    title: "提供商不接受此应用程序",
    why: "客户端 ID 在那里不存在，或客户端密钥错误。",
    fix: "请重新输入客户端密钥的值，或在提供商处创建新的密钥；然后核对客户端 ID。",
  },
  invalid_grant: {
    title: "提供商不再接受此授权码",
    why: "授权码太旧、已用过，或属于另一个重定向 URI。",
    fix: signInAgain,
  },
  redirect_uri_mismatch: {
    title: "重定向 URI 未注册",
    why: "我们让人返回的地址不在应用程序的列表中。多一个或少一个斜杠都不行。",
    fix: registerUri,
  },

  // Google
  org_internal: {
    title: "只有该组织的账户可以使用",
    why: "Google 上的应用程序为“内部（Internal）”，而此账户来自您的 Workspace 之外。",
    fix: "请使用您 Workspace 的账户。",
  },
  admin_policy_enforced: {
    title: "Workspace 的规则阻止了此应用程序",
    why: "Workspace 管理员只允许选定的应用程序。",
    fix: "请在 Google 管理控制台的“安全性（Security）> API 控件（API controls）”中信任此客户端 ID。",
  },
  disallowed_useragent: {
    title: "Google 不允许此浏览器",
    why: "页面是在另一个应用内打开的，Google 拒绝这种方式。",
    fix: "请在真正的浏览器中打开登录页面，例如 Chrome、Safari 或 Firefox。",
  },
  deleted_client: {
    title: "客户端已被删除",
    why: "有人在 Google 删除了此客户端。",
    fix: "请在 Google 创建新的客户端，并在连接中保存其客户端 ID 和密钥。",
  },
  disabled_client: {
    title: "客户端已被禁用",
    why: "有人在 Google 禁用了此客户端，或由 Google 禁用。",
    fix: "请在 Google Cloud 控制台中启用它，或创建新的客户端。",
  },
  access_blocked: {
    title: "Google 阻止了此应用程序",
    why: "应用程序处于测试状态，或 Workspace 的规则不信任它。",
    fix: "请将“受众群体（Audience）”设为“内部（Internal）”，或在 Google 管理控制台中信任此客户端 ID。",
  },

  // Microsoft Entra: the account
  AADSTS16000: {
    title: "登录人需要选择账户",
    why: "登录了多个账户，或此账户不在该目录中。",
    fix: "请重新开始，并选择工作用的账户。",
  },
  AADSTS50020: {
    title: "账户不在此目录中",
    why: "这是个人账户，或是其他公司的账户且在此不是来宾。",
    fix: "使用此目录的账户。如果另一个目录也是您的，请将其租户加入限定范围。",
  },
  AADSTS50034: {
    title: "目录中没有此账户",
    why: "邮箱地址拼写有误，或账户在另一个目录中。",
    fix: "请检查邮箱地址，或使用其他账户。",
  },
  AADSTS50053: {
    title: "账户被暂时锁定",
    why: "输错密码的次数过多，或这些尝试来自 Microsoft 不信任的地址。",
    fix: "请等待几分钟，然后再试。目录的管理员可以解除锁定。",
  },
  AADSTS50055: {
    title: "密码已过期",
    why: "目录要求设置新密码。",
    fix: "请在 Microsoft 更改密码，然后重新开始。",
  },
  AADSTS50057: {
    title: "账户已被禁用",
    why: "有人在目录中禁用了此账户。",
    fix: "如果此人可以登录，在 Entra 中启用该账户。",
  },
  AADSTS50058: {
    title: "没有人在 Microsoft 登录",
    why: "那里的会话已结束。",
    fix: signInAgain,
  },
  AADSTS50126: {
    title: "邮箱地址或密码错误",
    why: "Microsoft 不接受所输入的内容。",
    fix: "请重新输入，或在 Microsoft 重置密码。",
  },
  AADSTS50132: {
    title: "Microsoft 的会话已结束",
    why: "会话在那里被结束，或已过期。",
    fix: signInAgain,
  },
  AADSTS50133: {
    title: "Microsoft 的会话已结束",
    why: "密码已更改或已过期。",
    fix: signInAgain,
  },
  AADSTS50140: {
    title: "Microsoft 询问是否保持登录状态",
    why: "此问题没有得到回答。",
    fix: "请重新开始，并回答此问题。",
  },
  AADSTS50144: {
    title: "密码已过期",
    why: "公司网络的密码已过期。",
    fix: "请按公司的规定更改密码，然后重新开始。",
  },
  AADSTS50173: {
    title: "Microsoft 要求重新登录",
    why: "自上次登录以来，密码已更改或会话已被结束。",
    fix: signInAgain,
  },
  AADSTS51004: {
    title: "目录中没有此账户",
    why: "账户不在此目录中。",
    fix: "使用此目录的账户，或让人将该账户作为来宾添加到此目录。",
  },
  AADSTS90072: {
    title: "账户来自目录之外",
    why: "此账户已在 Microsoft 登录，但目录中没有这位来宾。",
    fix: "请在 Microsoft 退出登录，然后使用此目录的账户。",
  },

  // Microsoft Entra: more than a password
  AADSTS50072: {
    title: "需要设置第二重验证",
    why: "目录要求进行第二重验证。",
    fix: finishSecondFactor,
  },
  AADSTS50074: {
    title: "第二重验证没有完成",
    why: "目录要求进行第二重验证。",
    fix: finishSecondFactor,
  },
  AADSTS50076: {
    title: "需要第二重验证",
    why: "登录地点或目录的新规则要求进行第二重验证。",
    fix: finishSecondFactor,
  },
  AADSTS50079: {
    title: "需要设置第二重验证",
    why: "目录要求进行第二重验证。",
    fix: finishSecondFactor,
  },
  AADSTS50097: {
    title: "设备需要证明自己的身份",
    why: "目录只允许已知设备登录。",
    fix: companyComputer,
  },
  AADSTS50129: {
    title: "设备未加入",
    why: "目录只允许已加入的设备登录。",
    fix: companyComputer,
  },
  AADSTS50131: {
    title: "目录的规则阻止了此次登录",
    why: "设备、地点或登录方式不满足条件访问策略。",
    fix: readPolicy,
  },
  AADSTS50158: {
    title: "进一步的检查没有完成",
    why: "目录要求通过另一项服务的检查。",
    fix: "请重新开始，并完成每一步。",
  },
  AADSTS53000: {
    title: "设备不符合规则",
    why: "目录只允许状态正常的受管理设备登录。",
    fix: "请使用由您公司管理的计算机，或按公司门户的说明修复设备。",
  },
  AADSTS53001: {
    title: "设备未加入公司",
    why: "目录只允许已加入的设备登录。",
    fix: companyComputer,
  },
  AADSTS53002: {
    title: "浏览器或应用未获批准",
    why: "条件访问策略只允许已批准的应用。",
    fix: readPolicy,
  },
  AADSTS53003: {
    title: "目录的规则阻止了此次登录",
    why: "条件访问策略不允许此次登录。",
    fix: readPolicy,
  },
  AADSTS53004: {
    title: "目前无法设置第二重验证",
    why: "Microsoft 发现可疑情况，阻止了设置。",
    fix: "请让登录人在受信任的地点设置，或为其提供临时访问密码（Temporary Access Pass）。",
  },
  AADSTS53011: {
    title: "此账户因风险被阻止",
    why: "Microsoft 发现可疑情况，目录的规则阻止了此账户。",
    fix: "请在 Entra 的“标识保护（Identity Protection）”中查看此用户的风险并处理。",
  },
  AADSTS500021: {
    title: "网络只允许其他目录",
    why: "公司网络的租户限制阻止了此目录。",
    fix: "请将此目录添加到允许的目录中。",
  },

  // Microsoft Entra: the application
  AADSTS50011: {
    title: "重定向 URI 未注册",
    why: "我们让人返回的地址不在应用注册中。多一个或少一个斜杠都不行。",
    fix: registerUri,
  },
  AADSTS50105: {
    title: "登录人未分配到此应用程序",
    why: "企业应用程序只允许已分配的人登录。",
    fix: "请在 Entra 的“企业应用程序（Enterprise applications）> 用户和组（Users and groups）”中添加登录人或其所在的组，或关闭分配要求。",
  },
  AADSTS50194: {
    title: "此应用程序只供一个目录使用",
    why: "由于连接未指定租户，请求针对的是任意目录。",
    fix: "请在连接中保存应用注册的租户 ID。",
  },
  AADSTS65001: {
    title: "缺少同意",
    why: "尚未有人同意此应用程序读取姓名和邮箱地址。",
    fix: grantConsent,
  },
  AADSTS65004: {
    title: "登录人拒绝了",
    why: "登录人没有同意此应用程序读取姓名和邮箱地址。",
    fix: "请再试一次并接受，或让目录的管理员为所有人授予同意。",
  },
  AADSTS65005: {
    title: "应用程序的权限有误",
    why: "应用程序请求了此目录没有的内容。",
    fix: onlyThree,
  },
  AADSTS650052: {
    title: "应用程序请求的服务不存在",
    why: "某项权限属于此目录没有的服务。",
    fix: onlyThree,
  },
  AADSTS650056: {
    title: "应用程序的权限有误",
    why: "缺少权限，或尚未对这些权限授予同意。",
    fix: grantConsent,
  },
  AADSTS70001: {
    title: "应用程序不在此目录中",
    why: "客户端 ID 有误，或租户不是这一个。",
    fix: compareIds,
  },
  AADSTS70011: {
    title: "某项权限不被允许",
    why: "我们请求 openid、email 和 profile。",
    fix: "请为此应用程序允许这三项。",
  },
  AADSTS700016: {
    title: "应用程序不在此目录中",
    why: "客户端 ID 拼写有误、应用程序已被删除，或租户不是这一个。",
    fix: compareIds,
  },
  AADSTS700025: {
    title: "应用程序注册为公共客户端",
    why: "公共客户端没有密钥。",
    fix: "请移除公共平台，并添加带有我们重定向 URI 的 Web 平台。",
  },
  AADSTS700051: {
    title: "此回应类型未启用",
    why: "应用程序不可以用所请求的方式回应。",
    fix: "请在 Web 平台下注册重定向 URI。",
  },
  AADSTS700054: {
    title: "此回应类型未启用",
    why: "应用程序不可以用所请求的方式回应。",
    fix: "请在 Web 平台下注册重定向 URI。",
  },
  AADSTS7000112: {
    title: "应用程序已被禁用",
    why: "有人在目录中禁用了它，或由 Microsoft 禁用。",
    fix: "请在 Entra 的“企业应用程序（Enterprise applications）> 属性（Properties）”中允许用户登录。",
  },
  AADSTS7000215: {
    title: "客户端密钥错误",
    why: "多半是复制了机密 ID（Secret ID），而不是值（Value）。",
    fix: newSecret,
  },
  AADSTS7000218: {
    title: "缺少客户端密钥",
    why: "Microsoft 没有从我们这里收到密钥。",
    fix: "请在连接中重新保存客户端密钥。",
  },
  AADSTS7000222: {
    title: "客户端密钥已过期",
    why: "Entra 的客户端密码有效期最长为两年。",
    fix: newSecret,
  },
  AADSTS9002326: {
    title: "重定向 URI 位于错误的平台下",
    why: "它是为单页应用程序注册的。",
    fix: "请将重定向 URI 移到 Web 平台。",
  },
  AADSTS9002327: {
    title: "重定向 URI 位于错误的平台下",
    why: "它是为单页应用程序注册的，服务器不可以兑换其授权码。",
    fix: "请将重定向 URI 移到 Web 平台。",
  },
  AADSTS500112: {
    title: "重定向 URI 与请求时的不同",
    why: "登录人离开期间它被更改，或有代理更改了请求。",
    fix: signInAgain,
  },
  AADSTS500113: {
    title: "没有注册重定向 URI",
    why: "应用注册中没有让人返回的地址。",
    fix: registerUri,
  },
  AADSTS90094: {
    title: "需要管理员授予同意",
    why: "此目录中的人不可以自行同意。",
    fix: grantConsent,
  },
  AADSTS90095: {
    title: "需要管理员授予同意",
    why: "登录人的请求正在等待批准。",
    fix: "请在 Entra 的“企业应用程序（Enterprise applications）> 管理员同意请求（Admin consent requests）”中批准。",
  },

  // Microsoft Entra: the directory and the request
  AADSTS50001: {
    title: "目录中的某项服务已关闭",
    why: "目录中没有此服务，或已将其关闭。",
    fix: onlyThree,
  },
  AADSTS50059: {
    title: "没有指定目录",
    why: "Microsoft 无法判断是哪个目录。",
    fix: "请在连接中保存租户 ID。",
  },
  AADSTS50128: {
    title: "未找到目录",
    why: "没有目录拥有所指定的域名或租户。",
    fix: compareIds,
  },
  AADSTS90002: {
    title: "未找到目录",
    why: "租户拼写有误，或目录已被删除。",
    fix: compareIds,
  },
  AADSTS500011: {
    title: "某项服务不在目录中",
    why: "应用程序请求了此目录没有的服务。",
    fix: onlyThree,
  },
  AADSTS501481: {
    title: "授权码属于另一次登录",
    why: "随授权码一起的证明与它不符。",
    fix: signInAgain,
  },
  AADSTS54005: {
    title: "授权码已用过",
    why: "页面被加载了两次。",
    fix: signInAgain,
  },
  AADSTS70000: {
    title: "Microsoft 不再接受此授权码",
    why: "授权码太旧或已被撤销。",
    fix: signInAgain,
  },
  AADSTS70008: {
    title: "授权码已过期",
    why: "登录用时过长。",
    fix: signInAgain,
  },
  AADSTS90033: {
    title: "Microsoft 出现故障",
    why: "该服务目前不可用。",
    fix: "请过一分钟再试。",
  },
  AADSTS900144: {
    title: "请求缺少某个值",
    why: "请求的部分内容在途中丢失。",
    fix: askAboutProxy,
  },
  AADSTS9002313: {
    title: "Microsoft 无法理解此请求",
    why: "请求的部分内容在途中损坏。",
    fix: askAboutProxy,
  },
} as const;

export const texts = { menders, hint, codes } as const satisfies Translation<typeof en>;
