import type { texts as en } from "./field-errors.en.ts";
import type { Translation } from "./translation.ts";

const check = "请检查此字段。";

/** What is wrong with a field of the app, by code. A page that knows more says it itself. */
export const texts = {
  required: "请填写此字段。",
  unknown: check,
  duplicate: check,
  type: check,
  format: check,
  too_short: "内容太短。",
  too_long: "内容太长。",
  out_of_range: "超出允许的范围。",
  taken: "已被占用。",
  invalid: check,
  secret_id: "这像是机密 ID（Secret ID）。请复制值（Value）。",
  other_provider: "这属于另一个提供商。",
  needs_secret: "密钥也需要输入。",
  public_domain: "此域名不能归任何人所有：任何人都可能拥有该域名下的邮箱地址。",
  too_weak: "太容易被猜到。",
  own_login: "这是您在此处登录所用的内容。请输入提供商的值。",
  unresolved: "我们找不到此项。",
} as const satisfies Translation<typeof en>;
