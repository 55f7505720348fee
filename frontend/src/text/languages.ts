import type { components } from "../api/schema.gen.ts";

/** The tag of a language for Intl, and how it is written. */
export interface Language {
  tag: string;
  direction: "ltr" | "rtl";
}

/**
 * The languages of the pages, each by its own name: those of Language in
 * openapi.yaml, which is what a person can choose. A build of its own is made for
 * each one. How to add one is told in CONTRIBUTING.md.
 */
export const languages: Record<string, string> = {
  en: "English",
  "zh-Hans": "简体中文",
  es: "Español",
  ar: "العربية",
} satisfies Record<components["schemas"]["Language"], string>;
