import type { Plugin, Rolldown } from "vite";

type OutputAsset = Rolldown.OutputAsset;

/**
 * Makes the stylesheets of the sign-in entry small: drops the design tokens that they never read, and shortens the names
 * of the switches between light and dark. The screens that are fetched on demand read the tokens of the first view, too.
 */
export function unusedTokens(): Plugin {
  return {
    name: "unused-tokens",
    apply: "build",
    enforce: "post",
    generateBundle(_, bundle) {
      const sheets = Object.values(bundle).filter((file) => file.type === "asset" && file.fileName.endsWith(".css"));
      const of = (name: string) => sheets.filter(({ fileName }) => fileName.includes(`/${name}-`)) as OutputAsset[];
      const textOf = (name: string) => of(name).map(({ source }) => String(source));
      for (const file of of("signin")) file.source = withoutUnusedTokens(String(file.source));
      const first = textOf("signin").join("");
      for (const file of of("screens")) file.source = withoutUnusedTokens(String(file.source), first);
      const lacks = undeclared([first, ...textOf("screens")].join(""));
      if (lacks.length > 0) this.error(`${lacks.join(", ")}: what the first view does not read is in app-tokens.css`);
      for (const file of [...of("signin"), ...of("screens")]) file.source = withShortSwitches(String(file.source));
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

/** The tokens that are read and stand nowhere. */
export function undeclared(css: string): string[] {
  const read = new Set([...css.matchAll(/var\((--[\w-]+)\)/g)].map(([, name = ""]) => name));
  return [...read].filter((name) => !new RegExp(`[{;]${name}:`).test(css));
}

/** What light-dark() becomes for browsers that do not know it is named twice by each colour. */
export function withShortSwitches(css: string): string {
  return css.replaceAll("--lightningcss-light", "--l").replaceAll("--lightningcss-dark", "--d");
}
