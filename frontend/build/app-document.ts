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
      // The document names the chunks themselves.
      for (const { fileName, isEntry, modules } of chunksOf(bundle))
        if (isEntry && Object.keys(modules).length === 0) delete bundle[fileName];
      const routes: Record<string, { files: string[]; menu: boolean }> = {};
      for (const [path, { page }] of Object.entries(firsts)) {
        const chunk = page && chunkWith(bundle, `/src/${page}`);
        if (page && !chunk) this.error(`there is no ${page}`);
        routes[path] = { files: chunk ? [`/${chunk.fileName}`] : [], menu: !/^\/(profile.*)?$/.test(path) };
      }
      this.emitFile({ type: "asset", fileName: "routes.json", source: JSON.stringify(routes) });
    },
  };
}

/** Names the one chunk of what the app needs at once: what its entry imports, and what two of its pages do. */
export function atOnce(id: string, chunking: Rolldown.ChunkingContext): boolean {
  const reached = (from: string, seen = new Set<string>()): Set<string> => {
    if (seen.has(from)) return seen;
    seen.add(from);
    for (const next of chunking.getModuleInfo(from)?.importedIds ?? []) reached(next, seen);
    return seen;
  };
  const main = id.replace(/\/src\/.*/, "/src/main.tsx");
  if (!places.has(main)) {
    const own = reached(main);
    const pages = new Set([...own].flatMap((one) => chunking.getModuleInfo(one)?.dynamicallyImportedIds ?? []));
    const count = new Map<string, number>();
    for (const page of pages) for (const one of reached(page)) count.set(one, (count.get(one) ?? 0) + 1);
    places.set(main, new Set([...own, ...[...count].filter(([, pages]) => pages > 1).map(([one]) => one)]));
  }
  return places.get(main)?.has(id) ?? false;
}

const places = new Map<string, Set<string>>();

function chunkWith(bundle: Rolldown.OutputBundle, id: string): Rolldown.OutputChunk | undefined {
  return chunksOf(bundle).find(({ modules }) =>
    Object.keys(modules).some((one) => one.replace(/\?.*/, "").endsWith(id) || (id.endsWith("/") && one.includes(id))),
  );
}

function chunksOf(bundle: Rolldown.OutputBundle): Rolldown.OutputChunk[] {
  return Object.values(bundle).filter((file) => file.type === "chunk");
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
