import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { withoutUnusedTokens } from "../unused-tokens.ts";
import { readContract } from "./contract.ts";
import { guideNames, guidePage } from "./guides.ts";
import { documentOf, type Frame, type Page } from "./layout.ts";
import { referencePages } from "./pages.ts";
import { readRefusals } from "./refusals.ts";

/** All of /docs: its pages, and the addresses of their stylesheet and script with what stands in them. */
export interface Site {
  pages: Page[];
  /** By the path in frontend/dist. */
  files: Map<string, string>;
}

/** Makes the documentation from openapi.yaml, docs/ and the catalogue of refusals; `root` is the repository. */
export function makeSite(root: string): Site {
  const read = (file: string) => readFileSync(join(root, file), "utf8");
  const contract = readContract(read("openapi.yaml"));
  const advice = JSON.parse(read("docs/refusals.json"));
  const guides = guideNames.map((name) => guidePage(name, (file) => read(`docs/${file}`)));
  const pages = [...guides, ...referencePages(contract, readRefusals(read("api/fault/codes.go")), advice)];
  const tokens = read("frontend/src/ui/tokens.css") + read("frontend/src/ui/app-tokens.css");
  const style = withoutUnusedTokens(tokens + read("frontend/build/docs/docs.css"));
  const script = read("frontend/build/docs/docs.js");
  const assets = { style: hashed("docs.css", style), script: hashed("docs.js", script) };
  const frame: Frame = { contract, guides, style: `/${assets.style}`, script: `/${assets.script}` };
  const files = new Map([
    [assets.style, style],
    [assets.script, script],
    ...pages.map((page): [string, string] => [fileOf(page.path), documentOf(frame, page)]),
  ]);
  return { pages, files };
}

/** Writes the documentation into the build. */
export function writeSite(root: string, dist: string): void {
  for (const [file, text] of makeSite(root).files) {
    mkdirSync(dirname(join(dist, file)), { recursive: true });
    writeFileSync(join(dist, file), text);
  }
}

/** The file of a page: /docs is docs/index.html, /docs/api is docs/api.html. */
function fileOf(path: string): string {
  return path === "/docs" ? "docs/index.html" : `${path.slice(1)}.html`;
}

function hashed(name: string, text: string): string {
  const [stem, ending] = name.split(".");
  return `assets/${stem}-${createHash("sha256").update(text).digest("base64url").slice(0, 8)}.${ending}`;
}
