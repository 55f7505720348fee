import type { CodeText, Fixer } from "./descriptor.ts";
import { type AllCodes, providerAt } from "./providers.tsx";

/** A code that a provider named, what it means, and who is to act. */
export interface ExplainedCode extends CodeText {
  code: string;
  who: Fixer;
}

/**
 * Finds the code in what was received from a provider, such as "access_denied AADSTS50105": first one of a brand that says
 * more than the OAuth error beside it. A code is looked up with the provider's own brand, then with the standard, then with
 * the other brands.
 */
export function explainCode(received: string, provider: string, all: AllCodes): ExplainedCode | null {
  const inOrder = [all[providerAt(provider).kind], all.openid, ...Object.values(all)];
  const brandOf = (word: string) => inOrder.find(({ texts }) => Object.hasOwn(texts, word));
  const words: string[] = received.match(/\w+/g) ?? [];
  for (const code of [...words.filter((word) => brandOf(word)?.saysMore), ...words]) {
    const brand = brandOf(code);
    const [text, who] = [brand?.texts[code], brand?.who[code]];
    if (text && who) return { code, who, ...text };
  }
  return null;
}
