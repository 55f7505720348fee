import { describe, expect, it } from "vitest";
import { forget, notice, ownPath, remember, remembered } from "./memory.ts";

describe("remembered organizations (A2)", () => {
  it("are five at most, the last used first", () => {
    for (const code of ["a1", "b2", "c3", "d4", "e5", "f6", "c3"]) remember({ code, name: code });
    expect(remembered().map((one) => one.code)).toEqual(["c3", "f6", "e5", "d4", "b2"]);
  });

  it("keep the last used provider until another one succeeds", () => {
    remember({ code: "acme", name: "Acme", lastUsed: "google" });
    remember({ code: "acme", name: "Acme Support" });
    expect(remembered()).toEqual([{ code: "acme", name: "Acme Support", lastUsed: "google" }]);
  });

  it("can be removed", () => {
    remember({ code: "acme", name: "Acme" });
    forget("acme");
    expect(remembered()).toEqual([]);
  });

  it.each(["{", "7", '{"a":1}', '[null,{"code":1}]'])("survive %s in the storage", (text) => {
    localStorage.setItem("latchkey.organizations", text);
    expect(remembered()).toEqual([]);
  });
});

it("a notice is said once", () => {
  notice.leave("ended");
  expect([notice.take(), notice.take()]).toEqual(["ended", null]);
});

it.each([
  ["/", "/"],
  ["/profile?tab=1", "/profile?tab=1"],
  ["//evil.example", "/"],
  ["/\\evil.example", "/"],
  ["https://evil.example", "/"],
  ["javascript:alert(1)", "/"],
  [null, "/"],
])("a path of our own: %s", (path, kept) => expect(ownPath(path)).toBe(kept));
