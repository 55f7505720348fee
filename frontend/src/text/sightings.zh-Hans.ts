import type { texts as en } from "./sightings.en.ts";
import type { Translation } from "./translation.ts";

/** What a provider may show on its own page, and what to do then, said after "What to do:" (spec S10). */
export const texts = {
  redirect: {
    label: "重定向 URI 不匹配",
    todo: "请在应用程序的 Web 平台下添加下面的重定向 URI，须完全一致。多一个或少一个斜杠都会失败。",
  },
  client: {
    label: "应用程序或客户端未被识别",
    todo: "请将客户端 ID（对于 Microsoft 还有租户 ID）与应用程序自己的页面核对。如有不同，请保存正确的值。",
  },
  assigned: {
    label: "登录人未分配到此应用程序",
    todo: "请在 Entra 中打开“企业应用程序（Enterprise applications）”，找到此客户端 ID，在“用户和组（Users and groups）”下添加登录人或其所在的组。",
  },
  directory: {
    label: "账户位于另一个目录",
    todo: "请使用下面租户的账户。如果应用程序只供一个目录使用，须在此保存该目录的租户 ID。",
  },
  consent: {
    label: "需要管理员批准",
    todo: "请打开使用此客户端 ID 的应用注册，进入“API 权限（API permissions）”，为 openid、profile 和 email 授予管理员同意。",
  },
  blocked: {
    label: "访问被阻止",
    todo: "请查看是哪条规则阻止了此账户。对于 Google：请使用该 Workspace 的账户，将“受众群体（Audience）”设为“内部（Internal）”，并在 Google 管理控制台中信任此客户端 ID。对于 Microsoft：Entra 登录日志会指出相应的策略。",
  },
  other: {
    label: "其他情况",
    todo: "请在提供商的帮助中搜索页面上的代码，并将所有这些值与应用程序核对。",
  },
} as const satisfies Translation<typeof en>;
