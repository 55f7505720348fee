import { code, json } from "./code.ts";
import type { Contract, Operation } from "./contract.ts";
import { exampleOf } from "./example.ts";
import { type Html, html } from "./html.ts";
import { type Page, titleOf } from "./layout.ts";
import { headings, markdown } from "./markdown.ts";
import { codeLink, linkTo, operationArticle } from "./operation.ts";
import type { Refusal } from "./refusals.ts";
import { facts, nameOf, schemaTree, type Telling } from "./schema.ts";

/** The reference: an overview, a page for each tag, and the catalogue of refusals. */
export function referencePages(contract: Contract, refusals: Refusal[], advice: Record<string, string>): Page[] {
  const byCode = new Map(refusals.map((one) => [one.code, one]));
  const tags = contract.tags.map((tag): Page => {
    const telling = { ...contract, shared: sharedBy(contract, tag.operations) };
    return {
      path: `/docs/api/${tag.name}`,
      title: titleOf(tag.name),
      about: tag.description.replace(/\s+/g, " ").trim(),
      chapters: [],
      content: html`<h1>${titleOf(tag.name)}</h1><div class="lead">${markdown(tag.description)}</div>
${tag.operations.map((one) => operationArticle(telling, byCode, one))}
${telling.shared.size > 0 && objects(telling)}`,
    };
  });
  return [overview(contract), ...tags, catalogue(contract, refusals, advice)];
}

/** The objects that more than one operation takes or gives, by name. */
function sharedBy(contract: Contract, operations: Operation[]): Set<string> {
  const counts = new Map<string, number>();
  for (const { body, answers } of operations)
    for (const media of [body, ...answers.map(([, answer]) => answer)].flatMap((one) =>
      Object.values(one?.content ?? {}),
    )) {
      const name = nameOf(media.schema ?? {});
      if (name && contract.resolve(media.schema ?? {}).properties) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  return new Set([...counts].filter(([, count]) => count > 1).map(([name]) => name));
}

/** What the operations of a page have in common, told once. */
function objects(telling: Telling): Html {
  return html`<h2 id="objects">Objects</h2>${[...telling.shared].map((name) => {
    const $ref = `#/components/schemas/${name}`;
    return html`<article class="operation" id="object-${name}" aria-labelledby="object-${name}-title">
<h3 id="object-${name}-title"><a href="#object-${name}">${name}</a></h3>
<div class="sides"><div class="words">${facts(telling, { $ref })}${schemaTree(telling, { $ref })}</div>
<div class="wire">${code(json(exampleOf(telling, { schema: { $ref } })), "json", "Its form")}</div></div></article>`;
  })}`;
}

function overview(contract: Contract): Page {
  const chapters = headings(contract.description, 2);
  return {
    path: "/docs/api",
    title: "API reference",
    about: "All operations of Latchkey's API, who may call them, and what they refuse.",
    chapters: [...chapters, { words: "Operations", anchor: "operations" }],
    content: html`<h1>API reference</h1>
<p class="lead">Written from the contract of this deployment, <a href="/openapi.yaml">openapi.yaml</a> (OpenAPI 3.1), which also makes clients and stubs.</p>
${markdown(contract.description)}
<h2 id="operations">Operations</h2>
${contract.tags.map(
  (tag) => html`<h3><a href="/docs/api/${tag.name}">${titleOf(tag.name)}</a></h3>
<ul class="routes">${tag.operations.map(
    (one) =>
      html`<li><a href="${linkTo(one)}">${one.summary}</a> <span class="route"><span class="method ${one.method}">${one.method.toUpperCase()}</span> <code>${one.path}</code></span></li>`,
  )}</ul>`,
)}`,
  };
}

function catalogue(contract: Contract, refusals: Refusal[], advice: Record<string, string>): Page {
  const operations = contract.tags.flatMap((tag) => tag.operations);
  const unknown = Object.keys(advice).filter((name) => !refusals.some((one) => one.code === name));
  const missing = contract.codes.filter((name) => !refusals.some((one) => one.code === name));
  if (unknown.length + missing.length > 0) throw new Error(`refusals without an entry: ${[...unknown, ...missing]}`);
  const of = (name: string) => {
    const giving = operations.filter((one) => one.refusals.includes(name));
    if (giving.length === 0) return html`<p class="fact">On the pages of a sign-in, not by an operation.</p>`;
    if (giving.length > 12) return html`<p class="fact">${giving.length} operations.</p>`;
    return html`<p class="fact">${giving.map((one, i) => html`${i > 0 && ", "}<a href="${linkTo(one)}">${one.summary}</a>`)}</p>`;
  };
  return {
    path: "/docs/api/refusals",
    title: "Refusals",
    about: "Every code that Latchkey refuses with, and what to do.",
    chapters: [],
    content: html`<h1>Refusals</h1>
<p class="lead">Every refusal of the API is a problem document (RFC 9457) with one of these codes, which are stable. How they are written stands under <a href="/docs/api#errors">Errors</a>.</p>
${code(example, "json", "A refusal")}
<ul class="catalogue">${refusals.map(
      ({ code: name, status, title }) => html`<li id="${name}"><h2>${codeLink(name)}</h2>
<p><span class="status">${status}</span> ${title}.${advice[name] && html` ${advice[name]}`}</p>${of(name)}</li>`,
    )}</ul>`,
  };
}

const example = `{
  "type": "/problems#config_changed",
  "title": "Somebody else saved changes meanwhile",
  "status": 412,
  "code": "config_changed",
  "ref": "7F3K-92QD",
  "changedBy": "Sofia Marin",
  "changedAt": "2026-11-09T09:14:05Z"
}`;
