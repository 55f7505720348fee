import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { guideNames } from "./guides.ts";
import { makeSite } from "./site.ts";

const contract: Contract = parse(readFileSync("openapi.yaml", "utf8"));
const site = makeSite(".");
const pages = site.pages.map((page) => {
  const file = page.path === "/docs" ? "docs/index.html" : `${page.path.slice(1)}.html`;
  return { ...page, html: site.files.get(file) ?? "" };
});
const anchors = new Map(
  pages.map(({ path, html }) => [path, [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)]),
);
const served = [
  "/",
  "/openapi.yaml",
  "/.well-known/jwks.json",
  "/.well-known/openid-configuration",
  "/latchkey.svg",
  "/docs/theme.css",
];

describe("the documentation", () => {
  it.each(pages)("$path leads nowhere that is not there", ({ path, html }) => {
    const inside = [...html.matchAll(/ (?:href|src)="([^"]+)"/g)].map(([, link = ""]) => link);
    const broken = inside.filter((link) => {
      const [to = "", anchor] = link.split("#");
      if (/^https:\/\//.test(to) || served.includes(to) || site.files.has(to.slice(1))) return false;
      const known = anchors.get(to || path);
      return !known || (anchor !== undefined && !known.includes(anchor));
    });
    expect(broken).toEqual([]);
  });

  it.each(pages)("$path has every anchor once, one title and no code of its own", ({ path, html }) => {
    const all = anchors.get(path) ?? [];
    expect(all.filter((id, i) => all.indexOf(id) !== i)).toEqual([]);
    expect(html.match(/<h1[ >]/g)).toHaveLength(1);
    expect(html).not.toMatch(/ style=|<style|<script(?! src=)| on\w+="|javascript:/);
  });

  it("has every operation of the contract, at an address of its own", () => {
    const operations = Object.values(contract.paths).flatMap((item) => Object.values(item));
    expect(operations.length).toBeGreaterThan(70);
    const missing = operations.filter(
      ({ tags, operationId }) => !anchors.get(`/docs/api/${tags[0]}`)?.includes(operationId),
    );
    expect(missing).toEqual([]);
  });

  it("has every refusal of the contract, and what it means", () => {
    expect(
      contract.components.schemas.ProblemCode.enum.filter((code) => !anchors.get("/docs/api/refusals")?.includes(code)),
    ).toEqual([]);
  });

  it("shows every guide and every program that a guide can show", () => {
    const guides = readdirSync("docs/guides").map((file) => file.replace(/\.md$/, ""));
    expect(guides.toSorted()).toEqual(guideNames.toSorted());
    const links = guides.flatMap((name) =>
      [...readFileSync(`docs/guides/${name}.md`, "utf8").matchAll(/\]\(\.\.\/snippets\/([^)]+)\)/g)].map(
        ([, file]) => file,
      ),
    );
    expect(links.filter((file) => !existsSync(`docs/snippets/${file}`))).toEqual([]);
    expect(links.length).toBeGreaterThan(0);
  });
});

interface Contract {
  paths: Record<string, Record<string, { tags: string[]; operationId: string }>>;
  components: { schemas: { ProblemCode: { enum: string[] } } };
}
