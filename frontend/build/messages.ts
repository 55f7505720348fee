import { type MessageFormatElement, type PluralElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";

/** What a guide holds besides its texts: names of ours, addresses and days. */
export const notTexts: readonly string[] = ["id", "part", "copy", "kind", "url", "checkedOn"];

/**
 * A catalogue as the pages carry it. Its texts are messages in the ICU MessageFormat; what reads that weighs more than
 * our whole sign-in page, so it runs here. A text with a value stays as it is, "Sign in to {org}". One that goes by a
 * number becomes a text for each form: "tries.one" and "tries.other". Throws an error that says which text is wrong.
 */
export function compiled(catalogue: unknown, place = ""): unknown {
  if (typeof catalogue === "string") return plain(catalogue, place);
  if (Array.isArray(catalogue)) return catalogue.map((one, index) => compiled(one, `${place}/${index}`));
  if (typeof catalogue !== "object" || catalogue === null) return catalogue;
  return Object.fromEntries(
    Object.entries(catalogue).flatMap(([id, one]) => {
      if (notTexts.includes(id)) return [[id, one]];
      const below = place ? `${place}/${id}` : id;
      const forms = typeof one === "string" ? formsOf(one, below) : undefined;
      return forms ? forms.map(([form, text]) => [`${id}.${form}`, text]) : [[id, compiled(one, below)]];
    }),
  );
}

function plain(message: string, place: string): string {
  if (formsOf(message, place)) throw new Error(`${place}: a text of a list can't go by a number`);
  return written(read(message, place), place);
}

/** The texts of a message that goes by a number, each by its form; undefined for any other message. */
function formsOf(message: string, place: string): [form: string, text: string][] | undefined {
  const parts = read(message, place);
  const plural = parts.find((part) => part.type === TYPE.plural);
  if (!plural) return undefined;
  if (plural.value !== "count" || plural.offset !== 0 || plural.pluralType !== "cardinal")
    throw new Error(`${place}: what a text goes by is {count, plural, ...}, without an offset`);
  return Object.entries(plural.options).map(([form, { value }]) => {
    if (form.startsWith("=")) throw new Error(`${place}: ${form} is not known here, only the forms of the language`);
    return [form, written(within(parts, plural, value), place)];
  });
}

/** The message with one of its forms in the place of the choice. */
function within(parts: MessageFormatElement[], plural: PluralElement, form: MessageFormatElement[]) {
  return parts.flatMap((part) => (part === plural ? form : [part]));
}

function read(message: string, place: string): MessageFormatElement[] {
  try {
    return parse(message, { ignoreTag: true, requiresOtherClause: true });
  } catch (error) {
    throw new Error(`${place}: ${(error as Error).message} in ${message}`);
  }
}

/** Texts and names in braces; there is nothing else that a page could fill in. */
function written(parts: MessageFormatElement[], place: string): string {
  return parts
    .map((part) => {
      if (part.type === TYPE.argument && /^\w+$/.test(part.value)) return `{${part.value}}`;
      if (part.type === TYPE.pound) return "{count}";
      if (part.type === TYPE.literal && !/\{\w+\}/.test(part.value)) return part.value;
      throw new Error(`${place}: a text has names in braces and one choice by {count, plural, ...}, nothing else`);
    })
    .join("");
}
