import type { Translation } from "../translation.ts";
import type { texts as en } from "./plain.en.ts";

/** The pages that only say something: not set up, set-up closed, not found, no cookies. */
export const texts = {
  "not-set-up.page": "尚未设置",
  "not-set-up.heading": "Latchkey 尚未设置",
  "not-set-up.text": "请打开服务器启动时输出的初始设置链接。",
  "setup-closed.heading": "此初始设置链接已失效",
  "setup-closed.text": "初始设置链接只能使用一次，24 小时内有效，且仅在还没有组织时可用。",
  "setup-closed.next": "请向此部署的运维人员索取新的链接，或登录。",
  "not-found.heading": "未找到页面",
  "not-found.text": "此地址没有任何内容。",
  "cookies.heading": "Cookie 已关闭",
  "cookies.text": "登录需要 Cookie，但此浏览器在这里阻止了它们。",
  "cookies.next": "请打开地址旁边的网站设置，允许 {host} 使用 Cookie，然后重新加载此页面。",
  "cookies.again": "重新加载",
  "go.signin": "前往登录页面",
} as const satisfies Translation<typeof en>;
