import { code } from "./code.ts";
import { type Html, html } from "./html.ts";
import type { Page } from "./layout.ts";
import { headings, markdown } from "./markdown.ts";

/** The guides of docs/guides in the order in which they are read; the first is the page at /docs. */
export const guideNames = ["index", "sign-people-in", "verify-a-token", "call-the-api", "events"];

/** Makes a page of a guide. `read` gives a file of docs/, by its path there. */
export function guidePage(name: string, read: (file: string) => string): Page {
  const source = read(`guides/${name}.md`);
  const title = /^# (.+)$/m.exec(source)?.[1];
  const about = /^# .+\n\n([\s\S]+?)\n\n/m.exec(source)?.[1];
  if (!title || !about) throw new Error(`docs/guides/${name}.md: a title and a first paragraph are missing`);
  const snippet = (file: string) => code(read(`snippets/${file}`), languageOf(file), captionOf(file));
  return {
    path: name === "index" ? "/docs" : `/docs/${name}`,
    title,
    about: about
      .replace(/\[([^\]]+)\]\([^)]+\)/g, "$1")
      .replace(/[`*]/g, "")
      .replace(/\s+/g, " "),
    chapters: headings(source, 2),
    content: markdown(source, { level: 1, snippet }),
  };
}

function captionOf(file: string): Html {
  return html`<code>${file.split("/").at(-1)}</code>`;
}

function languageOf(file: string): string {
  const ending = file.split(".").at(-1) ?? "";
  return ending === "cfg" || ending === "env" ? "ini" : ending;
}
