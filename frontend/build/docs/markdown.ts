import { Marked, type Tokens } from "marked";
import { code, withOrigin } from "./code.ts";
import { anchorOf, escaped, type Html, raw } from "./html.ts";

/** Markdown of the contract or of a guide. `level` is that of its highest heading on the page. */
export function markdown(source: string, { level = 2, snippet }: MarkdownOptions = {}): Html {
  const marked = new Marked({ gfm: true });
  let highest = 6;
  marked.use({
    walkTokens(token) {
      if (token.type === "heading") highest = Math.min(highest, token.depth);
    },
    renderer: {
      heading({ tokens, depth, text }: Tokens.Heading) {
        const own = Math.min(6, depth - highest + level);
        return `<h${own} id="${anchorOf(text)}">${this.parser.parseInline(tokens)}</h${own}>\n`;
      },
      code({ text, lang = "" }: Tokens.Code) {
        return code(text, lang).text;
      },
      codespan({ text }: Tokens.Codespan) {
        return `<code>${withOrigin(escaped(text))}</code>`;
      },
      paragraph({ tokens }: Tokens.Paragraph) {
        const [only] = tokens;
        const file = tokens.length === 1 && only?.type === "link" && /^\.\.\/snippets\/(.+)$/.exec(only.href)?.[1];
        return file && snippet ? snippet(file).text : `<p>${this.parser.parseInline(tokens)}</p>\n`;
      },
      table(token: Tokens.Table) {
        const row = (cells: Tokens.TableCell[], tag: string) =>
          `<tr>${cells.map((cell) => `<${tag}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join("")}</tr>`;
        const body = token.rows.map((cells) => row(cells, "td")).join("");
        return `<table><thead>${row(token.header, "th")}</thead><tbody>${body}</tbody></table>\n`;
      },
      html({ text }: Tokens.HTML | Tokens.Tag) {
        return escaped(text);
      },
    },
  });
  return raw(marked.parse(source, { async: false }));
}

interface MarkdownOptions {
  level?: number;
  /** What stands in place of a paragraph that is nothing but a link to a file of docs/snippets. */
  snippet?: (file: string) => Html;
}

/** The headings of a Markdown text, of one depth. */
export function headings(source: string, depth: number): { words: string; anchor: string }[] {
  return new Marked()
    .lexer(source)
    .filter((token): token is Tokens.Heading => token.type === "heading" && token.depth === depth)
    .map(({ text }) => ({ words: text.replaceAll("`", ""), anchor: anchorOf(text) }));
}
