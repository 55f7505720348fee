import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { calls, checks, findings } from "../connectiontest/texts/checks.ts";
import { sightings } from "../connectiontest/texts/sightings.ts";
import test from "../connectiontest/texts/test.en.json";
import preview from "../preview/texts/preview.en.json";
import outcomes from "./outcomes.en.json";

const found = [
  ...Object.values(findings),
  ...Object.values(calls),
  ...Object.values(checks).map((one) => one.otherwise),
];
const all = [
  ...Object.values(test),
  ...Object.values(preview),
  ...Object.values(outcomes.reasons),
  ...Object.values(outcomes.wouldBe).flatMap((one) => Object.values(one)),
  ...Object.values(checks).flatMap(({ passed, info }) => [...passed, ...info]),
  ...found.flatMap(({ said, todo }) => [said, todo]),
  ...sightings.flatMap(({ label, todo }) => [label, todo]),
];

describe("the texts of the test and of the preview", () => {
  it("speak plainly", () => {
    for (const text of all) expect(text).not.toMatch(/!|please|oops|sorry|\binvalid\b|log.?in\b/i);
  });

  it("say what is the case in a sentence, and what to do after a colon", () => {
    for (const { said, todo } of found) {
      expect(said).toMatch(/^[A-Z{].*\.$/);
      expect(todo).toMatch(/^[a-z].*\.$/);
    }
  });

  it("have a text without values for every check that may pass", () => {
    for (const [name, { passed }] of Object.entries(checks))
      expect([name, passed.at(-1)?.match(/\{(?!provider\})/)]).toEqual([name, null]);
  });

  it("know every reason of a weak proof and of the lock", () => {
    const brands = ["google", "microsoft", "generic"].map((name) =>
      readFileSync(`api/idp/provider/${name}.go`, "utf8"),
    );
    const words = brands.flatMap((rules) => [
      ...[...rules.matchAll(/func prove[\s\S]*?\n}/g)].flatMap(([prove]) =>
        [...prove.matchAll(/return "(\w+)"/g)].map(([, weak]) => weak ?? ""),
      ),
      ...[...rules.matchAll(/(?:Outside|NoPlace)Reason: "(\w+)"/g)].map(([, lock]) => lock ?? ""),
    ]);
    expect(words.length).toBeGreaterThan(8);
    for (const word of words) expect([word, findings[word] ?? findings[`lock.${word}`]]).not.toEqual([word, undefined]);
  });
});
