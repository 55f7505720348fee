// Code generated from Language of openapi.yaml by make generate. DO NOT EDIT.

/** The languages of the pages, each by its own name. A build of its own is made for each one. */
export const languages: Record<string, string> = {
  "en": "English",
  "zh-Hans": "简体中文",
  "es": "Español",
  "ar": "العربية",
};
