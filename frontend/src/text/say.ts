/** The names in braces of a text: "Sign in to {org}" has the name "org". */
type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;

/** The values that a text needs; none for a text without braces. */
export type Values<Text extends string> = [Names<Text>] extends [never]
  ? []
  : [values: Record<Names<Text>, string | number>];

/**
 * Makes the function that speaks from one catalogue. An unknown id and a
 * missing value are type errors.
 */
export function speaker<Catalogue extends Record<string, string>>(catalogue: Catalogue) {
  return <Id extends keyof Catalogue & string>(id: Id, ...values: Values<Catalogue[Id]>): string =>
    fill(catalogue[id] as string, values[0]);
}

/** Puts the values in place of their names in braces. */
export function fill(text: string, values: Record<string, string | number> = {}): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}
