import { join } from "node:path";
import { type Plugin, runnerImport } from "vite";
import type { Language } from "../src/text/translation.ts";
import { pseudoLocales, pseudoTexts } from "./pseudo.ts";

/**
 * Makes the build of one language: whoever imports X.en.ts or X.en.json gets
 * X.<language>, a file that is missing ends the build, and the two pages say
 * their language. So a page carries its own texts and nothing that chooses.
 */
export function inLanguage(language: string): Plugin {
  const isPseudo = language in pseudoLocales;
  return {
    name: "in-language",
    enforce: "pre",
    async resolveId(source, importer, options) {
      if (language === "en" || isPseudo || !importer || !catalogue.test(source)) return null;
      const found = await this.resolve(source.replace(".en.", `.${language}.`), importer, {
        ...options,
        skipSelf: true,
      });
      return found ?? this.error(`${source} is not translated to ${language}`);
    },
    async load(id) {
      const [file = ""] = id.split("?");
      if (!isPseudo || !catalogue.test(file)) return null;
      this.addWatchFile(file);
      if (file.endsWith(".json")) return JSON.stringify(pseudoTexts(await read(file, "default"), notTexts));
      return `export const texts = ${JSON.stringify(await textsOf(file, language))}`;
    },
    transformIndexHtml: {
      order: "pre",
      async handler(html) {
        const spoken = isPseudo ? "en" : language;
        const { direction } = (await textsOf(text(`language.${spoken}.ts`), language)) as Language;
        const texts = (await textsOf(text(`html.${spoken}.ts`), language)) as Record<string, string>;
        return html
          .replace('lang="en"', `lang="${language}"${direction === "rtl" ? ' dir="rtl"' : ""}`)
          .replace(/\{([\w.-]+)\}/g, (_, id: string) => texts[id] ?? this.error(`there is no text ${id}`));
      },
    },
  };
}

const catalogue = /\.en\.(ts|json)$/;
/** What a guide holds besides its texts: names of ours, addresses and days. */
const notTexts = ["id", "part", "copy", "kind", "url", "checkedOn"];
const text = (name: string) => join(import.meta.dirname, "../src/text", name);

async function textsOf(file: string, language: string): Promise<unknown> {
  const texts = await read(file, "texts");
  const direction = pseudoLocales[language];
  if (!direction) return texts;
  return file.endsWith("/language.en.ts") ? { ...(texts as Language), direction, name: language } : pseudoTexts(texts);
}

async function read(file: string, name: string): Promise<unknown> {
  const { module } = await runnerImport<Record<string, unknown>>(file, { logLevel: "error" });
  return module[name];
}
