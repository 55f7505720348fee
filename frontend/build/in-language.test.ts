import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import { describe, expect, it } from "vitest";
import { inLanguage } from "./in-language.ts";

/** Builds a page of two texts, which are there in English and Spanish. */
async function built(language: string): Promise<{ code: string; html: string }> {
  const root = mkdtempSync(join(tmpdir(), "in-language-"));
  const file = (name: string, text: string) => writeFileSync(join(root, name), text);
  file("a.en.ts", `export const texts = { hello: "Hello {name}" } as const;`);
  file("a.es.ts", `export const texts = { hello: "Hola {name}" } as const;`);
  file("b.en.json", `{ "id": "b", "title": "One" }`);
  file("b.es.json", `{ "id": "b", "title": "Uno" }`);
  file("main.ts", `import { texts } from "./a.en.ts"; import b from "./b.en.json"; console.log(texts, b);`);
  file(
    "index.html",
    `<html lang="en"><title>{login.title}</title><script type="module" src="./main.ts"></script></html>`,
  );
  const result = await build({
    root,
    configFile: false,
    logLevel: "silent",
    plugins: [inLanguage(language)],
    build: { write: false, minify: false, modulePreload: false },
  });
  const output = "output" in result ? result.output : [];
  return {
    code: output.map((file) => (file.type === "chunk" ? file.code : "")).join(""),
    html: output
      .map((file) => (file.fileName === "index.html" && "source" in file ? String(file.source) : ""))
      .join(""),
  };
}

describe("the build of a language", () => {
  it("is English by itself", async () => {
    const { code, html } = await built("en");
    for (const text of ["Hello {name}", "One"]) expect(code).toContain(text);
    for (const text of [`<html lang="en">`, "<title>Sign in</title>"]) expect(html).toContain(text);
  });

  it("is made up for the tests, and turned around in one of them", async () => {
    const { code, html } = await built("ar-XB");
    for (const text of ["⟦Ĥéļļö {name}", "⟦Öñé"]) expect(code).toContain(text);
    expect(code).not.toContain("Hello");
    for (const text of [`<html lang="ar-XB" dir="rtl">`, "<title>⟦Šîĝñ îñ"]) expect(html).toContain(text);
  });

  it("ends where a text is not translated", async () => {
    await expect(built("fi")).rejects.toThrow();
  });
});
