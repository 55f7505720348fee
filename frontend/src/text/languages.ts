/**
 * The languages of the pages, each by its own name. A build of its own is made
 * for each one. To add one: write X.<language>.ts or .json beside each X.en.ts
 * and X.en.json below src, then name it here. Its name is that of Language in
 * openapi.yaml, which is what a person can choose. A language keeps to one word
 * per idea: glossary.<language>.json has the words and what is not said, and a
 * test holds all its texts, guides and mails to it.
 */
export const languages: Record<string, string> = {
  en: "English",
  "zh-Hans": "简体中文",
  es: "Español",
  ar: "العربية",
};
