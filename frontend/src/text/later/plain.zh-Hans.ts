import type { Translation } from "../translation.ts";
import type { texts as en } from "./plain.en.ts";

/** The pages that only say something: not set up, set-up closed, not found. */
export const texts = {
  "not-set-up.page": "尚未设置",
  "not-set-up.heading": "Latchkey 尚未设置",
  "not-set-up.text": "打开服务器启动时输出的初始设置链接。",
  "setup-closed.heading": "此初始设置链接已失效",
  "setup-closed.text": "初始设置链接只能使用一次，24 小时内有效，且仅在还没有组织时可用。",
  "setup-closed.next": "向此部署的运维人员索取新的链接，或登录。",
  "not-found.heading": "未找到页面",
  "not-found.text": "此地址没有任何内容。",
  "go.signin": "前往登录页面",
} as const satisfies Translation<typeof en>;
