import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { byReason, explanations, requests } from "../text/attempts.ts";
import { browserName } from "../ui/browser-name.ts";
import { stepOf } from "../ui/day-numbers.ts";
import { next, why } from "./explain.ts";
import { everything, isReference, readFilters, toQuery, writeFilters } from "./filters.ts";
import { detail } from "./testing.tsx";

const contract = readFileSync("openapi.yaml", "utf8");
const codes = [...contract.slice(contract.indexOf("    ProblemCode:")).matchAll(/^ {8}- (\w+)$/gm)].map(
  ([, code]) => code as string,
);

describe("an attempt is explained", () => {
  it.each(codes)("for the code %s", (code) => {
    const of = { ...detail, code, reason: "" };
    expect(why(of)).toMatch(/^[A-Z][^{}]+$/);
    expect(next(of)).toMatch(/^[a-z][^{}]+\.$/);
  });

  it.each(Object.keys(requests))("for the refused request of an application: %s", (code) => {
    const of = { ...detail, purpose: "application" as const, code, reason: "", provider: null };
    expect(why(of)).toMatch(/^[A-Z][^{}]+$/);
    for (const application of ["Acme CRM", null]) {
      expect(next({ ...of, application })).toMatch(/^[a-z][^{}]+\.$/);
      expect(next({ ...of, application })).toMatch(/\b(developer|operator|you|your)\b/);
    }
  });

  it("for every inner reason with words of its own", () => {
    for (const [code, reasons] of Object.entries(byReason))
      for (const [reason, words] of Object.entries(reasons)) {
        expect(why({ ...detail, code, reason })).not.toMatch(/[{}]/);
        if (words.title) expect(words.title).not.toBe("");
      }
  });

  it("by a code that we do not know, without inventing a reason", () => {
    const of = { ...detail, code: "constructor", reason: "" };
    expect(why(of)).toBe("Ended with constructor");
    expect(next(of)).toBe("send the reference 7F3K-92QD to the operator.");
  });

  it("with nothing to do after a success", () => {
    const of = { ...detail, result: "signed_in" as const, code: null, reason: "" };
    expect([why(of), next(of)]).toEqual(["With Google", null]);
  });

  it("in plain words that name who must act", () => {
    for (const { title, next } of [...Object.values(explanations), ...Object.values(requests)]) {
      expect(title).not.toMatch(/!|please|oops|sorry|invalid|\.$/i);
      expect(next).toMatch(
        /\b(you|the person|the operator|developer|the user|they|its administrator|application|password|client secret)\b/,
      );
    }
  });
});

describe("filters", () => {
  it("come back from the address as they were", () => {
    const filters = {
      search: "a&b",
      result: "asked",
      provider: "microsoft",
      period: "30",
      user: `usr_${"t".repeat(22)}`,
    } as const;
    expect(readFilters(writeFilters(filters))).toEqual(filters);
  });

  it("that are not ours are as usual", () => {
    expect(readFilters(new URLSearchParams("result=x&provider=Okta%21&period=99"))).toEqual({
      search: "",
      result: "",
      provider: "",
      period: "7",
      user: "",
    });
  });

  it("begin at a midnight of the reader", () => {
    const now = new Date(2026, 10, 9, 9, 14);
    expect(toQuery({ ...everything, period: "today" }, now)).toEqual({ from: new Date(2026, 10, 9).toISOString() });
    expect(toQuery({ ...everything, period: "7" }, now)).toEqual({ from: new Date(2026, 10, 3).toISOString() });
    expect(toQuery(everything, now)).toEqual({});
  });

  it.each([
    ["7F3K-92QD", true],
    ["7f3k92qd", true],
    ["jeanette", false],
    ["7F3K", false],
    ["maya@acme.example", false],
  ])("know a reference: %s", (text, is) => expect(isReference(text)).toBe(is));
});

it.each([
  ["Edge", "Windows", "Edge on Windows"],
  ["curl", "", "curl"],
  ["", "iPhone", "iPhone"],
  ["", "", "Unknown browser"],
])("a browser is named in short: %s, %s", (browser, system, name) =>
  expect(browserName({ browser, system })).toBe(name),
);

it.each([
  [0, 1],
  [4, 1],
  [5, 2],
  [105, 30],
  [1000, 250],
])("the scale has four round steps up to %i", (highest, step) => expect(stepOf(highest)).toBe(step));
