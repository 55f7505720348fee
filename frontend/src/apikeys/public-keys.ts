import type { components } from "../api/schema.gen.ts";

type ServiceKeys = components["schemas"]["ServiceKeys"];

/**
 * The public keys that a text means: an address is where they are, else it is a key set (RFC 7517) or one key of it.
 * Undefined where it is neither, and where a private key is among them: that one is not sent anywhere.
 */
export function publicKeys(text: string): ServiceKeys | undefined {
  const trimmed = text.trim();
  if (/^https:\/\/\S+$/.test(trimmed)) return { jwksUri: trimmed };
  const read = parsed(trimmed);
  if (read === undefined) return undefined;
  const keys: unknown = read.keys ?? [read];
  return Array.isArray(keys) && keys.every(isPublic) ? { jwks: { keys } } : undefined;
}

/** Whether it is a key (RFC 7517) without the members that only a private or a shared one has (RFC 7518, section 6). */
function isPublic(key: unknown): boolean {
  return typeof key === "object" && key !== null && "kty" in key && !("d" in key) && !("k" in key);
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === "object" && read !== null ? (read as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** The text that means them. */
export function textOfKeys(keys: ServiceKeys | null): string {
  return keys?.jwksUri ?? (keys?.jwks ? JSON.stringify(keys.jwks, null, 2) : "");
}
