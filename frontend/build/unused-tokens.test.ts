import { expect, it } from "vitest";
import { undeclared, withoutUnusedTokens } from "./unused-tokens.ts";

it("drops the tokens that nothing reads, also those that only they read", () => {
  const css = ":root{--a:1px;--b:var(--c);--c:2px}@media (dark){:root{--a:3px;--c:4px}}p{margin:var(--a)}";
  expect(withoutUnusedTokens(css)).toBe(":root{--a:1px;}@media (dark){:root{--a:3px;}}p{margin:var(--a)}");
});

it("keeps what another stylesheet reads", () => {
  expect(withoutUnusedTokens(".warn{--tone:red;--none:1px}", "svg{color:var(--tone)}")).toBe(".warn{--tone:red;}");
});

it("names the tokens that are read and stand nowhere", () => {
  expect(undeclared(":root{--a:1px;--ab:2px}p{margin:var(--a) var(--b);padding:var(--c,1px)}")).toEqual(["--b"]);
});
