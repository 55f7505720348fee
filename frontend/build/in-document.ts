import type { Rolldown } from "vite";

/** Where a script of a document leaves what chunks take from it. */
const shared = "$early";

/**
 * The code of a chunk as a script that stands in a document: a round trip less before it runs. The policy of the document
 * names its hash (api/web/pages). What it gives to others must not change later: they take it once.
 */
export function inPlaceOf({ code, fileName, imports }: Pick<Rolldown.OutputChunk, "code" | "fileName" | "imports">) {
  const [exported, names] = code.match(/export\s*\{([^}]*)\};?\s*$/) ?? [];
  if (!exported || names === undefined || imports.length > 0) throw new Error(`${fileName} cannot stand alone`);
  const given = pairsOf(names).map(([local, name = local]) => `${name}:${local}`);
  const own = code.slice(0, code.lastIndexOf(exported));
  const script = `"use strict";(()=>{${own};globalThis.${shared}={${given}}})()`;
  // What would end the script, and what the server fills in.
  if (/<\/script|<!--|nonce=""/i.test(script)) throw new Error(`${fileName} cannot stand in a document`);
  return script;
}

/** The code of a chunk that takes from the document what it imported from a file. */
export function taking(code: string, file: string): string {
  const imported = new RegExp(`import\\s*\\{([^}]*)\\}\\s*from\\s*"\\./${file}";?`);
  return code.replace(imported, (_, names: string) => {
    const taken = pairsOf(names).map(([name, local = name]) => `${name}:${local}`);
    return `const{${taken}}=globalThis.${shared};`;
  });
}

/** The pairs in `a as b,c` of an import or an export. */
export function pairsOf(names: string): [string, string?][] {
  const pairs = names.split(",").map((pair) => pair.trim().split(/\s+as\s+/));
  return pairs.filter(([name]) => name) as [string, string?][];
}
