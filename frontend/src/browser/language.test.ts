import { beforeEach, describe, expect, it, vi } from "vitest";
import { keepLanguage, pageLanguage, takeLanguage } from "./language.ts";

describe("the language of the signed-in person", () => {
  beforeEach(() => {
    // Long ago, and not max-age=0: that would be over only when the clock has moved on.
    // biome-ignore lint/suspicious/noDocumentCookie: what the code under test writes is taken away
    document.cookie = "latchkey_language=;path=/;expires=Thu, 01 Jan 1970 00:00:00 GMT";
    document.documentElement.lang = "en";
  });

  it("is English where the page says none", () => {
    document.documentElement.lang = "";
    expect(pageLanguage()).toBe("en");
  });

  it("is kept, and asks for the page once", () => {
    expect(takeLanguage("es")).toBe(true);
    expect(document.cookie).toBe("latchkey_language=es");
    expect(takeLanguage("es")).toBe(false);
  });

  it("O5: asks for nothing where none was chosen or the page is in it", () => {
    expect([takeLanguage(undefined), takeLanguage("en")]).toEqual([false, false]);
    expect(document.cookie).toBe("");
  });

  it("asks for nothing where cookies are refused, so that the page is not loaded for ever", () => {
    vi.spyOn(document, "cookie", "get").mockReturnValue("");
    expect(takeLanguage("es")).toBe(false);
  });

  it("takes the place of one that was picked before", () => {
    keepLanguage("es");
    expect(takeLanguage("ar")).toBe(true);
    expect(document.cookie).toBe("latchkey_language=ar");
  });
});
