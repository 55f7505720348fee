import { join } from "node:path";
import type { Plugin } from "vite";
import { faultsOf, isCatalogue, type Language, readCatalogue, translationOf, writeTypes } from "./catalogues.ts";
import { notTexts } from "./messages.ts";
import { pseudoLocales, pseudoTexts } from "./pseudo.ts";

/**
 * Makes the build of one language: whoever imports X.en.json gets
 * X.<language>.json, compiled; one that is missing or not whole ends the build,
 * and the two pages say their language. So a page carries its own texts and
 * nothing that reads or chooses.
 */
export function inLanguage(language: string): Plugin {
  const isPseudo = language in pseudoLocales;
  const catalogueLanguage = isPseudo ? "en" : language;
  let isEdited = false;
  return {
    name: "in-language",
    enforce: "pre",
    configResolved({ command }) {
      isEdited = command === "serve" && !process.env.VITEST;
    },
    async resolveId(source, importer, options) {
      if (!importer || !isCatalogue(source)) return null;
      const wanted = source.replace(/\.en\.json$/, `.${catalogueLanguage}.json`);
      const found = await this.resolve(wanted, importer, { ...options, skipSelf: true });
      return found ? { ...found, id: `${found.id}${asTexts}` } : this.error(`there is no ${wanted}`);
    },
    load(id) {
      const [file = "", ...rest] = id.split("?");
      if (!rest.includes(asTexts.slice(1)) || !isCatalogue(file)) return null;
      const english = translationOf(file, "en");
      this.addWatchFile(file);
      if (isEdited) writeTypes(english);
      else if (file === translationOf(file, catalogueLanguage))
        for (const one of faultsOf(english, catalogueLanguage)) this.error(one);
      return { code: `export default ${JSON.stringify(textsOf(file, language))}`, moduleType: "js" };
    },
    transformIndexHtml: {
      order: "pre",
      handler(html) {
        const { direction } = textsOf(text(`language.${catalogueLanguage}.json`), language) as Language;
        const texts = textsOf(text(`html.${catalogueLanguage}.json`), language) as Record<string, string>;
        return html
          .replace('lang="en"', `lang="${language}"${direction === "rtl" ? ' dir="rtl"' : ""}`)
          .replace(/\{([\w.-]+)\}/g, (_, id: string) => texts[id] ?? this.error(`there is no text ${id}`));
      },
    },
  };
}

/** Ends the id of a catalogue, so that nobody else takes it for plain JSON. */
export const asTexts = "?texts";
const text = (name: string) => join(import.meta.dirname, "../src/text", name);

function textsOf(file: string, language: string): unknown {
  const texts = readCatalogue(file);
  const direction = pseudoLocales[language];
  if (!direction) return texts;
  return file.endsWith("/language.en.json") ? { ...(texts as Language), direction } : pseudoTexts(texts, notTexts);
}
