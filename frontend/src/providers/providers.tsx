import type { Codes, Descriptor } from "./descriptor.ts";
import { google } from "./google.tsx";
import { microsoft } from "./microsoft.tsx";
import { openid } from "./openid.tsx";
import { presetOf } from "./presets.ts";

const descriptors = { google, microsoft, openid };

/** The providers that everybody has, set up or not. */
export const brands = ["google", "microsoft"] as const;
export type BrandKey = (typeof brands)[number];

/** Whether a key is that of a brand, and no organization's own. */
export function isBrand(provider: string): provider is BrandKey {
  return (brands as readonly string[]).includes(provider);
}

/** What is known of the provider of a connection. */
export function providerOf({ kind, preset }: Pick<Descriptor, "kind"> & { preset?: string | null }): Descriptor {
  const found = presetOf(preset);
  if (!found) return descriptors[kind];
  return { ...descriptors[kind], guide: found.guide, Logo: () => <Drawn path={found.logo} /> };
}

/** The same by its key alone, where no more is known. */
export function providerAt(key: string, preset?: string | null): Descriptor {
  return providerOf({ kind: isBrand(key) ? key : "openid", preset });
}

/** The error codes of each kind of provider. */
export type AllCodes = Record<Descriptor["kind"], Codes>;

/** Fetches them: all, since behind an issuer that an organization names itself may stand any brand. */
export async function fetchCodes(): Promise<AllCodes> {
  const codesOf = async ({ codes }: Descriptor) => (await codes()).default;
  const [google, microsoft, openid] = await Promise.all([
    codesOf(descriptors.google),
    codesOf(descriptors.microsoft),
    codesOf(descriptors.openid),
  ]);
  return { google, microsoft, openid };
}

/** Whether what was received blames the secret alone, by the code of whatever brand (see fetchCodes). */
export function blamesSecret(received: string): boolean {
  const words: string[] = received.match(/\w+/g) ?? [];
  return Object.values<Descriptor>(descriptors).some((one) => words.includes(one.wrongSecretCode ?? ""));
}

function Drawn({ path }: { path: string }) {
  return (
    <svg width="22" height="22" viewBox="0 0 24 24" aria-hidden="true">
      <path fill="currentColor" fillRule="evenodd" d={path} />
    </svg>
  );
}
