import { type CodeExplanation, providerCodes } from "./provider-codes.en.ts";

/** A code that a provider named, and what it means. */
export interface ExplainedCode extends CodeExplanation {
  code: string;
}

/**
 * Finds the code in what was received, such as "access_denied AADSTS50105".
 * Microsoft's own code says more than the OAuth error beside it.
 */
export function explainCode(received: string): ExplainedCode | null {
  const words = received.match(/\w+/g) ?? [];
  const codes = [...words.filter((word) => word.startsWith("AADSTS")), ...words];
  const code = codes.find((word) => Object.hasOwn(providerCodes, word));
  const found = code === undefined ? undefined : providerCodes[code];
  return code !== undefined && found ? { code, ...found } : null;
}
