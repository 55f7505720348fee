/** A language that nobody speaks, for tests: what is not in it stands outside of the catalogues, what is cut off has no room. */
export const pseudoLocales: Record<string, "ltr" | "rtl"> = { "en-XA": "ltr", "ar-XB": "rtl" };

/**
 * An English text with accents, about 40 % longer, between ⟦ and ⟧. Values in
 * braces and the asterisks of bold words stay as they are.
 */
export function pseudo(text: string): string {
  if (text === "") return "";
  const letters = text.replace(/\{\w+\}|[A-Za-z]/g, (found) => accents[found] ?? found);
  return `⟦${letters}${" ~".repeat(Math.ceil(text.replace(/\{\w+\}/g, "").length / 5))}⟧`;
}

/** Every text of a catalogue; what the second argument names is no text. */
export function pseudoTexts(value: unknown, kept: readonly string[] = []): unknown {
  if (typeof value === "string") return pseudo(value);
  if (Array.isArray(value)) return value.map((one) => pseudoTexts(one, kept));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, kept.includes(name) ? one : pseudoTexts(one, kept)]),
  );
}

const plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const accented = "ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýž";
const accents: Record<string, string> = Object.fromEntries(
  [...plain].map((letter, place) => [letter, [...accented][place] ?? letter]),
);
