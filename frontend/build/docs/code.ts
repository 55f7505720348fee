import hljs from "highlight.js/lib/common";
import { escaped, type Html, html, raw } from "./html.ts";

/** Where a deployment stands in every example; in a browser the script puts the real address there. */
export const exampleOrigin = "https://sso.example.com";

const languages: Record<string, string> = {
  sh: "bash",
  ts: "typescript",
  js: "javascript",
  py: "python",
  http: "",
  properties: "ini",
};

/** A block of code with its name. Long lines wrap: nothing has to be scrolled, and nothing is cut on paper. */
export function code(source: string, language: string, caption: Html | string = ""): Html {
  const name = languages[language] ?? language;
  const marked = hljs.getLanguage(name)
    ? hljs.highlight(source.trimEnd(), { language: name }).value
    : escaped(source.trimEnd());
  return html`<figure class="code">${caption && html`<figcaption>${caption}</figcaption>`}<pre><code>${withOrigin(marked)}</code></pre></figure>`;
}

/** Marks the deployment's address in code that is markup already. */
export function withOrigin(code: string): Html {
  return raw(code.replaceAll(exampleOrigin, `<span data-origin>${exampleOrigin}</span>`));
}

/** A value as JSON, short things on one line. */
export function json(value: unknown): string {
  return pretty(value, "");
}

function pretty(value: unknown, indent: string): string {
  const line = JSON.stringify(value, null, 1)?.replace(/\n\s*/g, " ") ?? "null";
  if (typeof value !== "object" || value === null || indent.length + line.length <= 60) return line;
  const inner = `${indent}  `;
  if (Array.isArray(value)) return `[\n${value.map((one) => inner + pretty(one, inner)).join(",\n")}\n${indent}]`;
  const members = Object.entries(value).map(([name, one]) => `${inner}${JSON.stringify(name)}: ${pretty(one, inner)}`);
  return `{\n${members.join(",\n")}\n${indent}}`;
}
