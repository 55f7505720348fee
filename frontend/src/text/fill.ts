import language from "./language.en.json";

const apart = (language.direction as string) === "rtl" ? "\u2068\u2069" : "";

/**
 * Puts a space between Chinese and the Latin letters or digits beside it, as the texts have it. The builds of other
 * languages, which have none such, are without it.
 */
export function spaced(text: string): string {
  if (import.meta.env.PROD && import.meta.env.MODE !== "zh-Hans") return text;
  return text.replace(/(\w)(?=[一-鿿])|([一-鿿])(?=\w)/g, "$& ");
}

/**
 * Puts the values in place of their names in braces. In a language that is
 * written from right to left each one is set apart (FSI, PDI), so that a name or
 * an address in other letters does not change the order of what is around it.
 */
export function fill(text: string, values: Record<string, string | number> = {}): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => `${apart[0] ?? ""}${values[name] ?? ""}${apart[1] ?? ""}`);
}
