interface TrustedTypes {
  createPolicy: (name: string, rules: { createHTML: (text: string) => string }) => unknown;
}

/**
 * The one policy of the app: text may become markup only if it holds no tag.
 * That is enough for the style sheets that Mantine writes, and nothing else
 * passes. Scripts are never made from text.
 */
export function installPolicy(types: TrustedTypes | undefined): void {
  types?.createPolicy("default", {
    createHTML: (text) => {
      if (text.includes("<")) throw new TypeError("markup from text is refused");
      return text;
    },
  });
}

installPolicy((globalThis as { trustedTypes?: TrustedTypes }).trustedTypes);
