import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { englishCatalogues, faultsOf, isCatalogue } from "../../build/catalogues.ts";
import { languages } from "./languages.gen.ts";

describe("the catalogues", () => {
  it("are looked for where they are", () => expect(englishCatalogues().length).toBeGreaterThan(40));

  it.each(Object.keys(languages))("are whole in %s", (language) => {
    expect(englishCatalogues().flatMap((file) => faultsOf(file, language))).toEqual([]);
  });

  it("are there in no other language, and none without an English one", () => {
    const all = readdirSync("frontend/src", { recursive: true, encoding: "utf8" }).filter(isCatalogue);
    expect(all.length).toBe(englishCatalogues().length * Object.keys(languages).length);
  });

  // Each value is set apart there, so that "{a}:1" would be read as 1:a. Such a pair is one value.
  it("join no value to a number by a sign in a language from right to left", () => {
    const all = readdirSync("frontend/src", { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".ar.json"),
    );
    const joined = /\}[:/–×-][\d{]|\d[:/–×-]\{/;
    expect(all.filter((file) => joined.test(readFileSync(`frontend/src/${file}`, "utf8")))).toEqual([]);
  });
});
