import { notTexts } from "./messages.ts";

/** What differs between a compiled catalogue and its translation; nothing if that is whole. The tag is for Intl. */
export function faults(original: unknown, translated: unknown, tag: string): string[] {
  const from = new Map(flat(original));
  const to = new Map(flat(translated));
  const counted = [...from.keys()]
    .filter((id) => id.endsWith(".other") && from.has(id.replace(/other$/, "one")))
    .map((id) => id.replace(form, ""));
  const isCounted = (id: string) => form.test(id) && counted.includes(id.replace(form, ""));
  const single = [...from.keys()].filter((id) => !isCounted(id));
  const needed = [...single, ...counted.flatMap((id) => formsOf(tag).map((one) => `${id}.${one}`))];
  return [
    ...needed.filter((id) => !to.has(id)).map((id) => `${id} is missing`),
    ...[...to.keys()].filter((id) => !from.has(id) && !isCounted(id)).map((id) => `${id} is too many`),
    ...[...to].flatMap(([id, text]) => {
      const model = from.get(isCounted(id) ? id.replace(form, ".other") : id) ?? text;
      const free = isCounted(id) ? "{count}" : "";
      const rest = (one: string) => names(one).filter((name) => name !== free);
      if (notTexts.includes(id.split("/").findLast((part) => !/^\d+$/.test(part)) ?? "") && text !== model)
        return [`${id} is no text`];
      if ((text.match(/\*\*/g)?.length ?? 0) % 2 === 1) return [`${id} has an open mark`];
      return rest(text).join() === rest(model).join() ? [] : [`${id} has other names: ${text}`];
    }),
  ];
}

/** The texts of a catalogue by their path in it. */
export function flat(value: unknown, path = ""): [path: string, text: string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value !== "object" || value === null) return [[path, JSON.stringify(value)]];
  return Object.entries(value).flatMap(([name, one]) => flat(one, path ? `${path}/${name}` : name));
}

const names = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
const form = /\.(zero|one|two|few|many|other)$/;

/** The forms that whole numbers have in a language. */
function formsOf(tag: string): string[] {
  const rules = new Intl.PluralRules(tag);
  return [...new Set(Array.from({ length: 201 }, (_, number) => rules.select(number)))];
}
