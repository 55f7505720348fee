import { code, exampleOrigin, json } from "./code.ts";
import type { Answer, Media, Operation, Parameter } from "./contract.ts";
import { exampleOf } from "./example.ts";
import { type Html, html } from "./html.ts";
import { markdown } from "./markdown.ts";
import type { Refusal } from "./refusals.ts";
import { facts, nameOf, objectLink, schemaTree, type Telling, typeOf, value } from "./schema.ts";

/** The address of an operation in the reference. */
export function linkTo(operation: Operation): string {
  return `/docs/api/${operation.tags[0]}#${operation.operationId}`;
}

/** Everything that the contract says of one operation: words at the left, what goes over the wire at the right. */
export function operationArticle(contract: Telling, refusals: Map<string, Refusal>, operation: Operation): Html {
  const { operationId, summary, method, path, description, parameters, body, answers } = operation;
  const title = `${operationId}-title`;
  return html`<article class="operation" id="${operationId}" aria-labelledby="${title}">
<h2 id="${title}"><a href="#${operationId}">${summary}</a></h2>
<p class="route"><span class="method ${method}">${method.toUpperCase()}</span> <code>${path}</code></p>
<div class="sides"><div class="words">
${description && markdown(description, { level: 4 })}
${rules(contract, operation)}
${parameters.length > 0 && html`<h3>Parameters</h3>${parameterList(contract, parameters)}`}
${body && html`<h3>Body</h3>${body.description && markdown(body.description)}${Object.entries(body.content).map(([type, media]) => content(contract, type, media))}`}
<h3>Answers</h3>
${answers.map(([status, answer]) => answerPart(contract, status, answer))}
${operation.refusals.length > 0 && refusalList(refusals, operation.refusals)}
</div><div class="wire">
${code(request(contract, operation), "sh", "Request")}
${answers.map(([status, answer]) => answerExamples(contract, status, answer))}
</div></div>
</article>`;
}

/** Who may call it, how they show who they are, and what bounds them. */
function rules(contract: Telling, operation: Operation): Html {
  const { security, "x-permission": permission, "x-rate-limit": limit } = operation;
  const recent = operation["x-recent-authentication"];
  const about = (anchor: string, words: string) => html`<a href="/docs/api#${anchor}">${words}</a>`;
  return html`<dl class="rules">
<dt>${about("who-may", "Who may")}</dt><dd>${permission && whoMay(permission)}</dd>
<dt>Shows who calls</dt><dd>${security.length === 0 ? "Nothing" : security.map((name, i) => html`${i > 0 && " or "}${scheme(contract, name)}`)}</dd>
${recent && recent !== "never" && html`<dt>${about("recent-authentication", "Recent authentication")}</dt><dd>${recent === "always" ? "Always" : "For what weakens sign-in"}</dd>`}
${limit && html`<dt>Rate limit</dt><dd>By ${limit.replaceAll("-", " ")}: too many are ${codeLink("rate_limited")}, with <code>Retry-After</code></dd>`}
</dl>`;
}

function whoMay(permission: string): Html {
  if (permission === "public") return html`Anybody`;
  if (permission === "signed-in") return html`Anybody who is signed in, for what is theirs`;
  return html`Permission <code>${permission}</code>`;
}

function scheme(contract: Telling, name: string): Html {
  const one = contract.securitySchemes[name];
  if (one?.type === "apiKey") return html`The ${one.in ?? "header"} <code>${one.name ?? name}</code>`;
  if (one?.type === "oauth2") return html`<code>Authorization: Bearer</code>, with a token that an application got`;
  if (one?.type === "http") return html`<code>Authorization: ${one.scheme === "basic" ? "Basic" : "Bearer"}</code>`;
  return html`<code>${name}</code>`;
}

function parameterList(contract: Telling, parameters: Parameter[]): Html {
  return html`<ul class="members">${parameters.map(({ name, in: place, schema, required, description }) => {
    const one = contract.resolve(schema);
    const shown = { ...one, ...(description && { description }) };
    return html`<li><p class="member"><code>${name}</code> <span class="type">${place}, ${typeOf(contract, one)}</span>${
      required && html` <span class="needed">required</span>`
    }</p>${facts(contract, shown)}</li>`;
  })}</ul>`;
}

function content(contract: Telling, type: string, { schema }: Media): Html {
  if (!schema) return html`<p class="fact"><code>${type}</code></p>`;
  const link = objectLink(contract, schema);
  if (link) return html`<p class="fact"><code>${type}</code>, ${link}</p>`;
  const tree = schemaTree(contract, schema);
  return html`<p class="fact"><code>${type}</code>, ${typeOf(contract, schema)}</p>${
    contract.resolve(schema).description && facts(contract, contract.resolve(schema))
  }${tree}`;
}

function answerPart(
  contract: Telling,
  status: string,
  { description, headers = {}, content: bodies = {} }: Answer,
): Html {
  const named = Object.entries(headers);
  return html`<section class="answer"><h4>${statusOf(status)}</h4>
${markdown(description)}
${named.length > 0 && html`<ul class="members">${named.map(([name, { description: about, schema = {} }]) => html`<li>${value(contract, name, { ...schema, ...(about && { description: about }) }, false)}</li>`)}</ul>`}
${Object.entries(bodies).map(([type, media]) => content(contract, type, media))}
</section>`;
}

function answerExamples(contract: Telling, status: string, { content: bodies = {} }: Answer): Html {
  return html`${Object.entries(bodies)
    .filter(
      ([type, media]) => type.endsWith("json") && (media.example || !contract.shared.has(nameOf(media.schema ?? {}))),
    )
    .map(([, media]) =>
      code(json(exampleOf(contract, media)), "json", html`Answer ${statusOf(status)}${!media.example && ": its form"}`),
    )}`;
}

function statusOf(status: string): Html {
  return html`<span class="status">${status === "default" ? "Errors" : status}</span>`;
}

/** A link to a code of the catalogue. */
export function codeLink(name: string): Html {
  return html`<a href="/docs/api/refusals#${name}"><code>${name}</code></a>`;
}

function refusalList(refusals: Map<string, Refusal>, codes: string[]): Html {
  const known = codes.map((name) => refusals.get(name)).filter((one) => one !== undefined);
  const sorted = known.toSorted((a, b) => a.status - b.status);
  return html`<section class="answer"><h4>Refusals</h4><ul class="refusals">${sorted.map(
    ({ code: name, status, title }) => html`<li><span class="status">${status}</span> ${codeLink(name)} ${title}</li>`,
  )}</ul></section>`;
}

/** The call as curl makes it. */
function request(contract: Telling, operation: Operation): string {
  const { method, path, parameters, body, security } = operation;
  const filled = path.replace(/\{(\w+)\}/g, (place, name) => {
    const example = contract.resolve(parameters.find((one) => one.name === name)?.schema ?? {}).example;
    return typeof example === "string" ? example : place;
  });
  const [type, media] = Object.entries(body?.content ?? {})[0] ?? [];
  const isForm = type === "application/x-www-form-urlencoded";
  const example = media && exampleOf(contract, media);
  const byToken = security.some((name) => ["http", "oauth2"].includes(contract.securitySchemes[name]?.type ?? ""));
  const byCookie = security.some((name) => contract.securitySchemes[name]?.in === "cookie");
  const lines = [
    `curl ${method === "get" ? "" : `-X ${method.toUpperCase()} `}${exampleOrigin}${filled}`,
    byToken && `-H "Authorization: Bearer $TOKEN"`,
    byCookie && "-b cookies.txt",
    byCookie && method !== "get" && `-H 'Origin: ${exampleOrigin}'`,
    parameters.some((one) => one.name === "If-Match" && one.required) && `-H "If-Match: $ETAG"`,
    type && !isForm && `-H 'Content-Type: ${type}'`,
    ...(isForm ? Object.entries(example ?? {}).map(([name, one]) => `-d '${name}=${one}'`) : []),
    type?.endsWith("json") && `-d '${json(example).replaceAll("'", `'\\''`)}'`,
  ];
  return lines.filter((line) => typeof line === "string").join(" \\\n  ");
}
