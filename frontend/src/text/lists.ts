import texts from "./lists.en.json";

/** "Google, Microsoft": a list without "and", for values: "3 failed, 2 passed". */
export function enumerated(values: string[]): string {
  return values.join(texts.comma);
}

/** Sentences that follow each other; empty ones are left out. */
export function sentences(parts: string[]): string {
  return parts.filter(Boolean).join(texts.gap);
}
