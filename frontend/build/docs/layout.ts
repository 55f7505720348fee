import type { Contract } from "./contract.ts";
import { type Html, html } from "./html.ts";
import { linkTo } from "./operation.ts";

/** A page of the documentation. */
export interface Page {
  /** Its address, such as /docs/api/users. */
  path: string;
  title: string;
  /** One sentence, for search and previews. */
  about: string;
  content: Html;
  /** Its chapters, shown below it in the contents. */
  chapters: { words: string; anchor: string }[];
}

export interface Frame {
  contract: Contract;
  guides: { path: string; title: string; chapters: Page["chapters"] }[];
  /** The addresses of the stylesheet and of the script, with their hashes. */
  style: string;
  script: string;
}

/** The whole document: head, bar, contents at the left, the page. */
export function documentOf(frame: Frame, page: Page): string {
  const { style, script, contract } = frame;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#ffffff" media="(prefers-color-scheme:light)">
<meta name="theme-color" content="#182126" media="(prefers-color-scheme:dark)">
<meta name="robots" content="noindex">
<meta name="description" content="${page.about}">
<title>${page.title} - Latchkey documentation</title>
<link rel="icon" href="/latchkey.svg" type="image/svg+xml">
<link rel="stylesheet" href="${style}">
<link rel="stylesheet" href="/docs/theme.css">
</head>
<body>
<a class="skip" href="#content">Skip to the page</a>
<header class="top">
<a class="home" href="/docs">${mark}<span>Latchkey <b>documentation</b></span></a>
<a href="/openapi.yaml">openapi.yaml</a>
<a href="/">Sign in</a>
</header>
<div class="columns">
<nav aria-label="Contents"><details class="contents" open><summary>Contents</summary>
${contents(frame, page)}
</details></nav>
<script src="${script}"></script>
<main id="content" tabindex="-1">
${page.content}
</main>
</div>
<footer class="foot"><p>Latchkey, contract version ${contract.version}</p></footer>
</body>
</html>
`.text;
}

const mark = html`<svg width="20" height="20" viewBox="0 0 16 16" aria-hidden="true"><path fill="currentColor" fill-rule="evenodd" d="M6 0a4 4 0 0 1 1 7.87V14h5v-3h2v5H5V7.87A4 4 0 0 1 6 0Zm0 2a2 2 0 1 0 0 4 2 2 0 0 0 0-4Z"/></svg>`;

function contents({ contract, guides }: Frame, page: Page): Html {
  const entry = (path: string, title: string) =>
    html`<a href="${path}"${path === page.path && html` aria-current="page"`}>${title}</a>`;
  const chapters = (list: Page["chapters"]) =>
    list.length > 0 &&
    html`<ul>${list.map(({ words, anchor }) => html`<li><a href="#${anchor}">${words}</a></li>`)}</ul>`;
  const own = (path: string) => path === page.path && chapters(page.chapters);
  return html`<p class="part">Guides</p>
<ul>${guides.map(({ path, title }) => html`<li>${entry(path, path === "/docs" ? "Start" : title)}${own(path)}</li>`)}</ul>
<p class="part">API reference</p>
<ul><li>${entry("/docs/api", "Overview")}${own("/docs/api")}</li>
${contract.tags.map(
  (tag) =>
    html`<li>${entry(`/docs/api/${tag.name}`, titleOf(tag.name))}<ul class="operations"${
      `/docs/api/${tag.name}` !== page.path && html` hidden`
    }>${tag.operations.map((one) => html`<li><a href="${linkTo(one)}">${one.summary}</a></li>`)}</ul></li>`,
)}
<li>${entry("/docs/api/refusals", "Refusals")}</li></ul>`;
}

const titles: Record<string, string> = { "sign-in": "Sign-in", oauth: "OAuth and OpenID Connect" };

/** The name of a tag as a title. */
export function titleOf(tag: string): string {
  return titles[tag] ?? tag.charAt(0).toUpperCase() + tag.slice(1).replaceAll("-", " ");
}
