import { expect, it } from "vitest";
import { withoutUnusedTokens } from "./unused-tokens.ts";

it("drops the tokens that nothing reads, also those that only they read", () => {
  const css = ":root{--a:1px;--b:var(--c);--c:2px}@media (dark){:root{--a:3px;--c:4px}}p{margin:var(--a)}";
  expect(withoutUnusedTokens(css)).toBe(":root{--a:1px;}@media (dark){:root{--a:3px;}}p{margin:var(--a)}");
});
