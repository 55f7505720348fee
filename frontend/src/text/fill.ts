import { digits } from "./digits.ts";
import language from "./language.en.json";

const isFromRight = (language.direction as string) === "rtl";

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
  return text.replace(/\{(\w+)\}/g, (_, name: string) => apart(written(values[name])));
}

function written(value: string | number | undefined): string {
  return typeof value === "number" ? digits(value) : (value ?? "");
}

/**
 * A value of its own direction, which its first letter gives. One that was filled itself ("{day}, {time}") is of this
 * language: letters within what is set apart do not count, and without any it would be read from left to right.
 */
function apart(value: string): string {
  if (!isFromRight) return value;
  return `${value.includes("\u2068") ? "\u2067" : "\u2068"}${value}\u2069`;
}
