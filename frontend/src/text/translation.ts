import type { Counted, Names } from "./say.ts";

/** The categories of Intl.PluralRules. A language has those that it tells apart, and always "other". */
export type Category = "zero" | "one" | "two" | "few" | "many" | "other";

/** How a language names itself: its tag for Intl, how it is written, and how its own readers call it. */
export interface Language {
  tag: string;
  direction: "ltr" | "rtl";
  name: string;
}

/**
 * A catalogue in another language, to be written as
 * `export const texts = {...} as const satisfies Translation<typeof en>`. It has
 * the ids of the English one and in each text the same names in braces, in any
 * order. Texts that go by a number (one, other) are there in the categories of
 * the language instead. What types can't see, languages.test.ts does: a name
 * that the English text does not have, and a category that is missing.
 */
export type Translation<Original> = Original extends string
  ? Text<Original>
  : Original extends readonly unknown[]
    ? { readonly [Place in keyof Original]: Translation<Original[Place]> }
    : Plain<Original> & Others<Original> & Categories<Original>;

type Plain<Original> = {
  readonly [Id in keyof Original as Id extends `${Counted<keyof Original>}.${Category}` ? never : Id]: Translation<
    Original[Id]
  >;
};

type Others<Original> = {
  readonly [Base in Counted<keyof Original> as `${Base}.other`]: Text<TextOf<Original, `${Base}.other`>, "count">;
};

type Categories<Original> = {
  readonly [Base in Counted<keyof Original> as `${Base}.${Exclude<Category, "other">}`]?: Text<
    TextOf<Original, `${Base}.other`>,
    "count"
  >;
};

type TextOf<Original, Id> = Id extends keyof Original ? Extract<Original[Id], string> : never;

/** A text with the same names in braces, in any order; the number may be left out, as in "one person". */
type Text<Original extends string, Free extends string = never> = Holding<Exclude<Names<Original>, Free>>;

type Holding<Name extends string> = [Name] extends [never]
  ? string
  : (Name extends string ? (text: `${string}{${Name}}${string}`) => void : never) extends (text: infer All) => void
    ? All
    : never;
