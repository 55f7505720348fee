/** Markup that is safe to write as it is. */
export class Html {
  constructor(readonly text: string) {}
  toString() {
    return this.text;
  }
}

type Value = Html | string | number | false | null | undefined | Value[];

/** Markup from a template: what stands in it is escaped, unless it is markup already. Nothing is written for `false`. */
export function html(parts: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(parts.map((part, i) => (i < values.length ? part + write(values[i]) : part)).join(""));
}

export function raw(text: string): Html {
  return new Html(text);
}

function write(value: Value): string {
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(write).join("");
  return value === false || value === null || value === undefined ? "" : escaped(String(value));
}

export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign] ?? sign);
}

/** The anchor of a heading: its words in small letters. */
export function anchorOf(words: string): string {
  return words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}
