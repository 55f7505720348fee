import type { Plugin } from "vite";

/** Drops the design tokens that a stylesheet of the build never reads. Both entries import the whole set. */
export function unusedTokens(): Plugin {
  return {
    name: "unused-tokens",
    apply: "build",
    enforce: "post",
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === "asset" && file.fileName.includes("signin") && file.fileName.endsWith(".css"))
          file.source = withoutUnusedTokens(String(file.source));
      }
    },
  };
}

/** A token that only another unused token reads goes as well. */
export function withoutUnusedTokens(css: string): string {
  const kept = css.replace(/(--[\w-]+):[^;{}]*(;|(?=\}))/g, (declaration, name: string) =>
    css.includes(`var(${name})`) ? declaration : "",
  );
  return kept === css ? css : withoutUnusedTokens(kept);
}
