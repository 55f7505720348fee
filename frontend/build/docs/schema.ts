import type { Contract, Schema } from "./contract.ts";
import { type Html, html } from "./html.ts";
import { markdown } from "./markdown.ts";

/** The contract, as one page tells it. */
export interface Telling extends Contract {
  /** The schemas that several operations of the page have in common: they are told once, under "Objects". */
  shared: Set<string>;
}

/** The name of a schema of the contract, if it has one. */
export function nameOf({ $ref }: Schema): string {
  return $ref?.split("/").at(-1) ?? "";
}

/** A link to the place where a shared schema is told; nothing for any other. */
export function objectLink({ shared }: Telling, schema: Schema): Html | false {
  const name = nameOf(schema);
  return shared.has(name) && html`<a href="#object-${name}">${name}</a>`;
}

/** The members of a value as a list, those of its members below each, behind a click. Empty for a plain value. */
export function schemaTree(contract: Telling, schema: Schema, around: Schema[] = []): Html {
  const one = contract.resolve(schema);
  const link = around.length > 0 && objectLink(contract, schema);
  if (link) return html`<p class="fact">See ${link}.</p>`;
  if (around.some((outer) => outer.$ref && outer.$ref === schema.$ref))
    return html`<p class="fact">The same again.</p>`;
  const inside = [...around, schema];
  if (one.items) return schemaTree(contract, one.items, inside);
  const choices = one.oneOf ?? one.anyOf;
  if (choices) return html`${choices.map((choice) => schemaTree(contract, choice, inside))}`;
  const members = Object.entries(one.properties ?? {});
  if (members.length === 0) return html``;
  const needed = one.required ?? [];
  return html`<ul class="members">${members.map(
    ([name, member]) => html`<li>${value(contract, name, member, needed.includes(name), inside)}</li>`,
  )}</ul>`;
}

/** A named value: a member, a parameter or a header. */
export function value(contract: Telling, name: string, schema: Schema, required: boolean, around: Schema[] = []): Html {
  const one = contract.resolve(schema);
  const link = objectLink(contract, one.items ?? schema);
  const below = link ? html`` : schemaTree(contract, schema, around);
  return html`<p class="member"><code>${name}</code> <span class="type">${typeOf(contract, one)}</span>${
    required && html` <span class="needed">required</span>`
  }${link && html` <span class="type">${link}</span>`}</p>${facts(contract, one)}${
    below.text && html`<details><summary>Members of <code>${name}</code></summary>${below}</details>`
  }`;
}

/** What a schema says of itself: its description, its bounds and its choices. */
export function facts(contract: Contract, schema: Schema): Html {
  const one = contract.resolve(schema);
  const items = one.items && contract.resolve(one.items);
  const limits = bounds(one);
  const choices = [one, items].flatMap((part) => part?.enum ?? []);
  return html`${one.description && markdown(one.description)}${
    !one.description && items?.description && !items.properties && markdown(items.description)
  }${limits.length > 0 && html`<p class="fact">${separated(limits)}</p>`}${choices.length > 0 && list(choices)}`;
}

/** A schema's type in the words of a reader. */
export function typeOf(contract: Contract, schema: Schema, several = false): string {
  const one = contract.resolve(schema);
  const choices = one.oneOf ?? one.anyOf;
  if (choices) return [...new Set(choices.map((choice) => typeOf(contract, choice, several)))].join(" or ");
  const types = [one.type ?? (one.properties ? "object" : "any")].flat();
  return types
    .map((type) =>
      type === "array" ? `list of ${typeOf(contract, one.items ?? {}, true)}` : word(one, type)[several ? 1 : 0],
    )
    .join(" or ");
}

const words: Record<string, [one: string, several: string]> = {
  string: ["text", "texts"],
  integer: ["whole number", "whole numbers"],
  number: ["number", "numbers"],
  boolean: ["true or false", "truths"],
  object: ["object", "objects"],
  null: ["null", "null"],
  any: ["any value", "any values"],
  "date-time": ["time (RFC 3339)", "times (RFC 3339)"],
  uri: ["URL", "URLs"],
};

function word(schema: Schema, type: string): [string, string] {
  return (type === "string" && words[schema.format ?? ""]) || words[type] || [type, type];
}

function bounds(schema: Schema): Html[] {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems, minProperties, maxProperties, pattern } = schema;
  return [
    schema.const !== undefined && html`always <code>${JSON.stringify(schema.const)}</code>`,
    range(minimum, maximum),
    range(minLength, maxLength, " characters"),
    range(minItems, maxItems, " entries"),
    range(minProperties, maxProperties, " members"),
    pattern && html`pattern <code>${pattern}</code>`,
  ].filter((bound) => typeof bound === "object");
}

function range(least: number | undefined, most: number | undefined, what = "") {
  if (least === undefined && most === undefined) return undefined;
  if (least === most) return html`exactly ${least}${what}`;
  if (most === undefined) return html`at least ${least}${what}`;
  return least === undefined ? html`at most ${most}${what}` : html`${least} to ${most}${what}`;
}

/** The choices of a value; many of them behind a click. */
function list(choices: (string | number | null)[]): Html {
  const all = html`${separated(choices.map((choice) => html`<code>${String(choice)}</code>`))}`;
  if (choices.length <= 12) return html`<p class="fact">One of ${all}</p>`;
  return html`<details><summary>One of ${choices.length}</summary><p class="fact">${all}</p></details>`;
}

function separated(parts: Html[]): Html[] {
  return parts.map((part, i) => (i === 0 ? part : html`, ${part}`));
}
