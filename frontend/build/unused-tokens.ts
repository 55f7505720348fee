import type { Plugin, Rolldown } from "vite";

type OutputAsset = Rolldown.OutputAsset;

/** Drops the design tokens that a stylesheet of the build never reads. Both entries import the whole set. */
export function unusedTokens(): Plugin {
  return {
    name: "unused-tokens",
    apply: "build",
    enforce: "post",
    generateBundle(_, bundle) {
      const sheets = Object.values(bundle).filter((file) => file.type === "asset" && file.fileName.endsWith(".css"));
      const of = (name: string) => sheets.filter(({ fileName }) => fileName.includes(`/${name}-`)) as OutputAsset[];
      // The screens that are fetched on demand read the tokens of the first view.
      const others = of("screens").map(({ source }) => String(source));
      for (const file of of("signin")) file.source = withoutUnusedTokens(String(file.source), others.join(""));
    },
  };
}

/** By itself, or with something in its place: so are read the switches that the build writes for light-dark(). */
function isRead(css: string, name: string): boolean {
  return css.includes(`var(${name})`) || css.includes(`var(${name},`);
}

/** A token that only another unused token reads goes as well. `others` are stylesheets that read them too. */
export function withoutUnusedTokens(css: string, others = ""): string {
  const kept = css.replace(/(--[\w-]+):[^;{}]*(;|(?=\}))/g, (declaration, name: string) =>
    isRead(css + others, name) ? declaration : "",
  );
  return kept === css ? css : withoutUnusedTokens(kept, others);
}
