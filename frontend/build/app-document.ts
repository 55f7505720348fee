import type { Plugin, Rolldown } from "vite";
import { firsts } from "../src/first-calls.ts";
import { inPlaceOf, pairsOf, taking } from "./in-document.ts";

/**
 * Makes the document of the app appear before the app: the frame is drawn as soon as the document is there, what exchanges
 * the session stands in it and runs while the app is still on its way, and the server is told (routes.json) which files
 * draw the page at an address, so that the document names them as well.
 */
export function appDocument(): Plugin {
  return {
    name: "app-document",
    apply: "build",
    enforce: "post",
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle, path }) {
        if (!path.endsWith("/app.html") || !bundle) return html;
        const [early, app, vendor] = ["/src/early.ts", "/src/main.tsx", "/react-dom/"].map((id) =>
          chunkWith(bundle, id),
        );
        const tags =
          / *<(?:script type="module"|link rel="(?:modulepreload|stylesheet)") crossorigin [^>]*>(?:<\/script>)?\n/g;
        const sheets = (html.match(tags) ?? []).filter((tag) => tag.includes("stylesheet")).map((tag) => tag.trim());
        if (!early) throw new Error("nothing comes before the app");
        const scripts = [
          `<script>${inPlaceOf(early)}</script>`,
          `<script type="module" crossorigin src="/${app?.fileName}"></script>`,
          `<link rel="modulepreload" crossorigin href="/${vendor?.fileName}">`,
        ];
        // What stands before a stylesheet is drawn without it; the app waits for it.
        return html
          .replaceAll(tags, "")
          .replace("</head>", () => `${scripts.join("\n")}\n</head>`)
          .replace('<main class="start', `${sheets.join("\n")}\n$&`);
      },
    },
    generateBundle(_, bundle) {
      inlineRuntime(bundle);
      takeFromDocument(bundle);
      for (const id of ["/src/main.tsx", "/react-dom/"]) {
        const chunk = chunkWith(bundle, id);
        if (chunk) chunk.code = compiledAhead + chunk.code;
      }
      // The document names the chunks themselves.
      for (const { fileName, isEntry, modules } of chunksOf(bundle))
        if (isEntry && Object.keys(modules).length === 0) delete bundle[fileName];
      const routes: Record<string, Route> = {};
      for (const [path, { page, guides }] of Object.entries(firsts)) {
        const chunk = page && chunkWith(bundle, `/src/${page}`);
        if (page && !chunk) this.error(`there is no ${page}`);
        const parts = chunk ? chunk.imports.filter((one) => bundle[one]?.name?.startsWith(part)) : [];
        const files = chunk ? [chunk.fileName, ...parts].map((one) => `/${one}`) : [];
        const guideFiles = guides && { guides: filesBelow(bundle, guides) };
        routes[path] = { files, menu: !/^\/(profile.*)?$/.test(path), ...guideFiles };
      }
      this.emitFile({ type: "asset", fileName: "routes.json", source: JSON.stringify(routes) });
    },
  };
}

/**
 * The chunk of a module of the app: one for what its entry imports and what pages have in common, fetched at once. What is
 * large and belongs to two or three pages alone is a chunk of theirs, which the document of those pages names.
 */
export function chunkOf(id: string, chunking: Rolldown.ChunkingContext): string | null {
  const main = id.replace(/\/src\/.*/, "/src/main.tsx");
  if (!places.has(main)) places.set(main, chunksFrom(main, chunking));
  return places.get(main)?.get(id) ?? null;
}

function chunksFrom(main: string, chunking: Rolldown.ChunkingContext): Map<string, string> {
  const reached = (from: string, seen = new Set<string>()): Set<string> => {
    if (seen.has(from)) return seen;
    seen.add(from);
    for (const next of chunking.getModuleInfo(from)?.importedIds ?? []) reached(next, seen);
    return seen;
  };
  const own = reached(main);
  const pages = [...new Set([...own].flatMap((one) => chunking.getModuleInfo(one)?.dynamicallyImportedIds ?? []))];
  const users = new Map<string, string[]>();
  for (const page of pages) for (const one of reached(page)) users.set(one, [...(users.get(one) ?? []), page]);
  const shared = [...users].filter(([one, { length }]) => length > 1 && !own.has(one));
  const sizes = new Map<string, number>();
  const sizeOf = (one: string) => chunking.getModuleInfo(one)?.code?.length ?? 0;
  for (const [one, pages] of shared) sizes.set(`${pages}`, (sizes.get(`${pages}`) ?? 0) + sizeOf(one));
  const isApart = (pages: string[]) => pages.length <= few && (sizes.get(`${pages}`) ?? 0) > large;
  const named = (pages: string[]) => pages.map((page) => page.replace(/.*\/src\/(\w+)\/.*/, "$1")).join("-");
  return new Map([
    ...[...own].map((one): [string, string] => [one, "app"]),
    ...shared.map(([one, pages]): [string, string] => [one, isApart(pages) ? `${part}${named(pages)}` : "app"]),
  ]);
}

/** How many pages share a part that is not in everybody's chunk, and how much it is at least, before it is packed. */
const few = 3;
const large = 10_000;

/** How the name of such a part begins. */
export const part = "part-";

const places = new Map<string, Map<string, string>>();

/**
 * Has the browser compile a script as a whole while it comes, beside what else it does, not function by function when the page
 * waits for it (https://github.com/v8/v8/wiki/Explicit-JavaScript-compile-hints); it counts at the beginning of a file alone.
 */
const compiledAhead = "//# allFunctionsCalledOnLoad\n";

function chunkWith(bundle: Rolldown.OutputBundle, id: string): Rolldown.OutputChunk | undefined {
  return chunksOf(bundle).find(({ modules }) =>
    Object.keys(modules).some((one) => one.replace(/\?.*/, "").endsWith(id) || (id.endsWith("/") && one.includes(id))),
  );
}

function chunksOf(bundle: Rolldown.OutputBundle): Rolldown.OutputChunk[] {
  return Object.values(bundle).filter((file) => file.type === "chunk");
}

/** What the server is told of a path (api/web/pages/route.go). */
interface Route {
  files: string[];
  menu: boolean;
  guides?: Record<string, string>;
}

/** The files of the texts in a folder below src, by what each is of: "google" for google.en.json. */
function filesBelow(bundle: Rolldown.OutputBundle, folder: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (const { fileName, modules } of chunksOf(bundle))
    for (const id of Object.keys(modules)) {
      const [path = "", name] = id.replace(/\?.*/, "").split(/\/(?=[^/]*$)/);
      if (path.endsWith(`/src/${folder}`)) files[name?.replace(/\..*/, "") ?? ""] = `/${fileName}`;
    }
  return files;
}

/** Has the other chunks take from the document what is no file any more. */
function takeFromDocument(bundle: Rolldown.OutputBundle): void {
  const early = chunkWith(bundle, "/src/early.ts");
  if (!early) return;
  const file = early.fileName.replace(/.*\//, "");
  delete bundle[early.fileName];
  for (const chunk of chunksOf(bundle)) {
    chunk.code = taking(chunk.code, file);
    chunk.imports = chunk.imports.filter((one) => one !== early.fileName);
    if (Object.keys(chunk.modules).length > 0 && chunk.code.includes(file))
      throw new Error(`${chunk.fileName} takes ${file} in another way`);
  }
}

/** The few lines that the bundler shares go where what is not ours is: a request less before the first page. */
function inlineRuntime(bundle: Rolldown.OutputBundle): void {
  const runtime = chunksOf(bundle).find(({ name }) => name === "rolldown-runtime");
  const vendor = chunkWith(bundle, "/react-dom/");
  const [, code, names] = runtime?.code.match(/^(?:.*\n)?([\s\S]*?)export\s*\{(.*)\};?\s*$/) ?? [];
  if (!runtime || !vendor || !code || !names) return;
  const pairs = pairsOf(names);
  const file = (chunk: Rolldown.OutputChunk) => chunk.fileName.replace(/.*\//, "");
  const whole = pairs.map(([local, name]) => `${name}:${local}`).join();
  const imported = new RegExp(`import\\s*\\{([^}]*)\\}\\s*from\\s*"\\./${file(runtime)}";?`);
  for (const chunk of chunksOf(bundle)) {
    const [found, wanted = ""] = chunk.code.match(imported) ?? [];
    if (!found) continue;
    const uses = pairsOf(wanted);
    if (chunk === vendor) {
      const locals = uses.map(([name, local]) => `${name}:${local ?? name}`).join();
      const shared = pairs.map(([, name]) => `$run.${name}`);
      const own = `const $run=(()=>{${code}return{${whole}}})(),{${locals}}=$run;`;
      const exported = pairs.map(([, name], i) => `const $run_${name}=${shared[i]};`).join("");
      chunk.code = `${own}${exported}${chunk.code.replace(found, "")}export{${pairs.map(([, name]) => `$run_${name}`).join()}};`;
    } else {
      const names = uses.map(([name, local]) => `$run_${name} as ${local ?? name}`).join();
      chunk.code = chunk.code.replace(found, `import{${names}}from"./${file(vendor)}";`);
    }
    chunk.imports = chunk.imports.filter((one) => one !== runtime.fileName);
  }
  delete bundle[runtime.fileName];
}
