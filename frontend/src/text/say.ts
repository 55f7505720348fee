import { digits } from "./digits.ts";
import { fill } from "./fill.ts";
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

/** Says a text of one catalogue. An unknown id and a missing value are type errors. */
export type Say<Catalogue extends Texts> = <Id extends keyof Catalogue & string>(
  id: Id,
  ...values: Values<Catalogue[Id]>
) => string;

/** Speaks from one catalogue, also by number. */
export interface Speaker<Catalogue extends Texts> extends Say<Catalogue> {
  /** Says the text that the page's language has for such a number; the number itself is the value {count}. */
  count<Base extends Counted<keyof Catalogue>>(
    id: Base,
    count: number,
    ...values: ValuesOf<Exclude<Names<Other<Catalogue, Base>>, "count">>
  ): string;
}

/** Makes the function that speaks from one catalogue. */
export function speaker<Catalogue extends Texts>(catalogue: Catalogue): Speaker<Catalogue> {
  const say = (id: string, values?: Record<string, string | number>) => fill(catalogue[id] as string, values);
  say.count = (id: string, count: number, values?: Record<string, string | number>) =>
    fill(
      catalogue[`${id}.${new Intl.PluralRules(language.tag).select(count)}`] ?? (catalogue[`${id}.other`] as string),
      {
        ...values,
        count: digits(count),
      },
    );
  return say;
}
