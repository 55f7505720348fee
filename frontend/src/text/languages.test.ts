import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { englishCatalogues, faultsOf, isCatalogue } from "../../build/catalogues.ts";
import { languages } from "./languages.ts";

describe("the catalogues", () => {
  it("are looked for where they are", () => expect(englishCatalogues().length).toBeGreaterThan(40));

  it.each(Object.keys(languages))("are whole in %s", (language) => {
    expect(englishCatalogues().flatMap((file) => faultsOf(file, language))).toEqual([]);
  });

  it("are there in no other language, and none without an English one", () => {
    const all = readdirSync("frontend/src", { recursive: true, encoding: "utf8" }).filter(isCatalogue);
    expect(all.length).toBe(englishCatalogues().length * Object.keys(languages).length);
  });
});
