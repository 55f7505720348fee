import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import { describe, expect, it } from "vitest";
import { inLanguage } from "./in-language.ts";

const whole = `{ "hello": "Hola {name}", "tries": "{count, plural, one {1 intento} other {# intentos}}" }`;

/** Builds a page of two catalogues, which are there in English and Spanish. */
async function built(language: string, spanish = whole): Promise<{ code: string; html: string }> {
  const root = mkdtempSync(join(tmpdir(), "in-language-"));
  const file = (name: string, text: string) => writeFileSync(join(root, name), text);
  file("a.en.json", `{ "hello": "Hello {name}", "tries": "{count, plural, one {1 try} other {# tries}}" }`);
  file("a.es.json", spanish);
  file("b.en.json", `{ "id": "b", "title": "One" }`);
  file("b.es.json", `{ "id": "b", "title": "Uno" }`);
  file("main.ts", `import a from "./a.en.json"; import b from "./b.en.json"; console.log(a, b);`);
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
    for (const text of ["Hello {name}", "{count} tries", "One"]) expect(code).toContain(text);
    for (const text of [`<html lang="en">`, "<title>Sign in</title>"]) expect(html).toContain(text);
  });

  it("is made up for the tests, and turned around in one of them", async () => {
    const { code, html } = await built("ar-XB");
    for (const text of ["⟦Ĥéļļö {name}", "⟦Öñé"]) expect(code).toContain(text);
    expect(code).not.toContain("Hello");
    for (const text of [`<html lang="ar-XB" dir="rtl">`, "<title>⟦Šîĝñ îñ"]) expect(html).toContain(text);
  });

  it("has the texts of that language, and none of the English ones", async () => {
    const { code } = await built("es");
    for (const text of ["Hola {name}", "1 intento", "Uno"]) expect(code).toContain(text);
    expect(code).not.toMatch(/Hello|tries"?: "1 try|plural/);
  });

  it("ends where a text, one of its forms or a whole catalogue is not translated, and says which", async () => {
    await expect(built("es", `{ "hello": "Hola {name}" }`)).rejects.toThrow("a.es.json: tries.other is missing");
    const one = whole.replace("one {1 intento} ", "");
    await expect(built("es", one)).rejects.toThrow("a.es.json: tries.one is missing");
    await expect(built("ar")).rejects.toThrow("there is no ./a.ar.json");
  });
});
