import type { Plugin } from "vite";

/**
 * Gives the sign-in entry its own copy of each small module that both entries
 * import. Shared, they would become a third chunk and cost the sign-in page
 * one more request.
 */
export function entryCopies(): Plugin {
  return {
    name: "entry-copies",
    apply: "build",
    enforce: "pre",
    // What is fetched on demand has no chunks to fetch ahead, and its stylesheet it brings itself, so the helper for that stays out.
    load: (id) => (id.startsWith(helper) ? `export const ${bare}` : null),
    // Where that is all that the helper does, each call of it is the import that it is given.
    renderChunk: (code) => (code.includes(bare) ? { code: withoutHelper(code), map: null } : null),
    // Its files come from where it does.
    transformIndexHtml: {
      order: "post",
      handler: (html, { path }) => (path.endsWith("/login.html") ? html.replaceAll(" crossorigin", "") : html),
    },
    async resolveId(source, importer, options) {
      if (source === helper && importer && !isSignIn(importer)) return `${helper}?app`;
      if (!importer || !source.startsWith(".") || !isSignIn(importer)) return null;
      const found = await this.resolve(source, importer, { ...options, skipSelf: true });
      if (!found || found.external || isSignIn(found.id) || !/\.(tsx?|json\?texts)$/.test(found.id)) return found;
      return { ...found, id: `${found.id}${copy}` };
    },
  };
}

/** Writes import("./a.js") for __vitePreload(() => import("./a.js"), ...), and for what takes one name of it. */
export function withoutHelper(code: string): string {
  return code
    .replace(/__vitePreload\(\(\) => (import\([^()]*\)(?:\.then\(\(file\) => [^,]*\))?), __VITE_PRELOAD__\)/g, "$1")
    .replace(
      /__vitePreload\(async \(\) => \{\s*const \{ (\w+) \} = await (import\([^()]*\));\s*return \{ \1 \};\s*\}, __VITE_PRELOAD__\)/g,
      "$2",
    );
}

/** Whether a module belongs to the one script of the sign-in page: all of that entry but the screens that are fetched when they are needed. */
export function isFirstView(id: string): boolean {
  return (isSignIn(id) || id.includes("/node_modules/preact/")) && !onDemand.test(id);
}

/** Whether a module is one of the app's own: the sign-in entry has nothing of it. */
export function isOfApp(id: string): boolean {
  return id.includes("/src/") && !isSignIn(id);
}

/** Whether a module belongs to what comes before the app (src/early.ts). */
export function isEarly(id: string): boolean {
  return early.test(id);
}

const early =
  /\/src\/(early|first-calls|api\/(ahead|access-tokens|tokens|problem|unreachable)|browser\/(memory|tabs)|preview\/first-outcome|signinlog\/filters|text\/(zone|formats))\.ts$/;
const onDemand =
  /\/signin\/screens\/|\/api\/problem\.|\/text\/(time|formats|zone|zone-names|problems|refusals)\.|\/browser\/translated\./;
const copy = "?signin";
const bare = "__vitePreload = (load) => load();";
const helper = "\0vite/preload-helper.js";

function isSignIn(id: string): boolean {
  return id.includes("/src/signin/") || id.endsWith(copy);
}
