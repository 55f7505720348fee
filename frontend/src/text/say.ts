import language from "./language.en.json";

/** The names in braces of a text: "Sign in to {org}" has the name "org". */
export type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never;

/** The values that names stand for; none for a text without braces. */
type ValuesOf<Name extends string> = [Name] extends [never] ? [] : [values: Record<Name, string | number>];

/** The values that a text needs. */
export type Values<Text extends string> = ValuesOf<Names<Text>>;

/** The ids of texts that go by a number, without their category: "tries" for "tries.one" and "tries.other". */
export type Counted<Id> = OfOne<Id> & OfOther<Id>;
type OfOne<Id> = Id extends `${infer Base}.one` ? Base : never;
type OfOther<Id> = Id extends `${infer Base}.other` ? Base : never;

type Texts = Readonly<Record<string, string>>;
type Other<Catalogue extends Texts, Base extends string> = Catalogue[`${Base}.other`];

/** Speaks from one catalogue. An unknown id and a missing value are type errors. */
export interface Speaker<Catalogue extends Texts> {
  <Id extends keyof Catalogue & string>(id: Id, ...values: Values<Catalogue[Id]>): string;
  /** Says the text that the page's language has for such a number; the number itself is the value {count}. */
  count<Base extends Counted<keyof Catalogue>>(
    id: Base,
    count: number,
    ...values: ValuesOf<Exclude<Names<Other<Catalogue, Base>>, "count">>
  ): string;
}

const apart = (language.direction as string) === "rtl" ? "\u2068\u2069" : "";

/** Makes the function that speaks from one catalogue. */
export function speaker<Catalogue extends Texts>(catalogue: Catalogue): Speaker<Catalogue> {
  const say = (id: string, values?: Record<string, string | number>) => fill(catalogue[id] as string, values);
  say.count = (id: string, count: number, values?: Record<string, string | number>) =>
    fill(
      catalogue[`${id}.${new Intl.PluralRules(language.tag).select(count)}`] ?? (catalogue[`${id}.other`] as string),
      {
        ...values,
        count: count.toLocaleString(language.tag),
      },
    );
  return say;
}

/** Puts a space between Chinese and the Latin letters or digits beside it, as the texts have it. Others have none such. */
export function spaced(text: string): string {
  return text.replace(/(\w)(?=[一-鿿])|([一-鿿])(?=\w)/g, "$& ");
}

/**
 * Puts the values in place of their names in braces. In a language that is
 * written from right to left each one is set apart (FSI, PDI), so that a name or
 * an address in other letters does not change the order of what is around it.
 */
export function fill(text: string, values: Record<string, string | number> = {}): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => `${apart[0] ?? ""}${values[name] ?? ""}${apart[1] ?? ""}`);
}
