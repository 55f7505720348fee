import type { texts as en } from "./domains.en.ts";
import type { Translation } from "./translation.ts";

/** What the page of the verified domains adds to app.zh-Hans.ts. */
export const texts = {
  "domains.title": "已验证的域名",
  "domains.sentence":
    "人们可以用您已验证的域名下的工作邮箱找到您的登录页面。域名一经验证，通用提供商中使用该域名邮箱的账户也可以不经询问就关联到其本人。",
  "domains.crumbs": "当前位置",
  "domains.settings": "SSO 设置",
  "domains.again": "重试",
  "domains.loading": "正在加载…",
  "domains.list": "域名",
  "domains.none": "还没有域名",
  "domains.none-why": "请添加您的邮箱地址所用的域名，然后在其 DNS 中发布我们给您的记录。",
  "domains.add": "添加域名",
  "domains.adding": "正在添加…",
  "domains.added": "{domain} 已添加。请发布它的记录，然后检查。",
  "domains.name": "域名",
  "domains.hint": "您的邮箱地址中 @ 后面的部分，例如 acme.example。",
  "domains.public": "此域名不能归任何人所有：任何人都可能拥有该域名下的邮箱地址。",
  "domains.wrong": "请输入域名，例如 acme.example。",
  "domains.taken": "此域名已在列表中。",

  "state.pending": "等待记录",
  "state.pending-why": "我们找到记录后，此域名才有效。DNS 可能需要几个小时。",
  "state.verified": "已验证",
  "state.verified-why": "验证时间：{when}。我们每天都会再次查看，因此请让记录保持原样。",
  "state.lost": "已失效",
  "state.lost-why": "记录缺失了三天，因此此域名不再有效。请重新发布记录。",
  "result.found": "上次查看：{when}，记录存在。",
  "result.not_found": "上次查看：{when}，没有这样的记录。",
  "result.other_value": "上次查看：{when}，有一条值不同的记录。",
  "result.dns_failed": "上次查看：{when}，此域名的 DNS 没有响应。",
  "result.never": "尚未查找。",
  "record.show": "要发布的记录",
  "record.type": "类型",
  "record.name": "名称",
  "record.value": "值",
  "check.now": "立即检查",
  "check.busy": "正在检查…",
  "check.wait": "两次检查之间请等待十秒。",
  "remove.open": "移除",
  "remove.title": "移除 {domain}？",
  "remove.why":
    "使用此域名邮箱地址的人将无法再通过邮箱找到您的登录页面；如果有提供商依赖此域名，它也不再验证他们的邮箱地址。",
  "remove.busy": "正在移除…",
  "remove.done": "{domain} 已移除。",
} as const satisfies Translation<typeof en>;
